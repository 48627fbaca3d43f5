package io.github.enrol.query.web;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

import org.springframework.hateoas.CollectionModel;
import org.springframework.hateoas.Link;
import org.springframework.hateoas.server.core.EmbeddedWrappers;

/**
 * A page of users as the API shows it. No users are an empty array, not an absent one.
 */
@JsonPropertyOrder({ "count", "total" })
final class UsersModel extends CollectionModel<Object> {

	private static final List<?> NO_USERS = List.of(new EmbeddedWrappers(false).emptyCollectionOf(UserModel.class));

	private final int count;

	private final long total;

	UsersModel(List<UserModel> users, long total, List<Link> links) {
		super(List.copyOf(users.isEmpty() ? NO_USERS : users));
		add(links);
		this.count = users.size();
		this.total = total;
	}

	/**
	 * How many users are on the page.
	 */
	public int getCount() {
		return this.count;
	}

	/**
	 * How many users are on all pages.
	 */
	public long getTotal() {
		return this.total;
	}

}
