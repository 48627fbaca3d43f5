package io.github.enrol.query.readmodel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Turns the pages of the read model. The users of a page and the total agree, because one
 * transaction reads both from one snapshot.
 * <p>
 * A user that registers meanwhile comes before the pages that were read already, and
 * moves nobody from one page to another.
 */
@Component
@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
public class UserPages {

	private final UserViews users;

	UserPages(UserViews users) {
		this.users = users;
	}

	public UserPage newest(int size) {
		List<UserView> found = this.users.findByOrderByIdDesc(oneMoreThan(size));
		return new UserPage(first(found, size), this.users.total(), false, found.size() > size);
	}

	public UserPage olderThan(String id, int size) {
		List<UserView> found = this.users.findByIdLessThanOrderByIdDesc(id, oneMoreThan(size));
		boolean hasNewer = !found.isEmpty()
				&& !this.users.findByIdGreaterThanOrderById(found.get(0).id(), Limit.of(1)).isEmpty();
		return new UserPage(first(found, size), this.users.total(), hasNewer, found.size() > size);
	}

	public UserPage newerThan(String id, int size) {
		List<UserView> found = this.users.findByIdGreaterThanOrderById(id, oneMoreThan(size));
		boolean hasOlder = !found.isEmpty()
				&& !this.users.findByIdLessThanOrderByIdDesc(found.get(0).id(), Limit.of(1)).isEmpty();
		List<UserView> page = new ArrayList<>(first(found, size));
		Collections.reverse(page);
		return new UserPage(page, this.users.total(), found.size() > size, hasOlder);
	}

	/**
	 * The user with an address, if there is one.
	 * @param emailKey the normalised address
	 */
	public UserPage withEmail(String emailKey) {
		Optional<UserView> found = this.users.findByEmailKey(emailKey);
		return new UserPage(found.stream().toList(), found.isPresent() ? 1 : 0, false, false);
	}

	/**
	 * The one more tells whether there is a further page.
	 */
	private static Limit oneMoreThan(int size) {
		return Limit.of(size + 1);
	}

	private static List<UserView> first(List<UserView> users, int size) {
		return users.subList(0, Math.min(size, users.size()));
	}

}
