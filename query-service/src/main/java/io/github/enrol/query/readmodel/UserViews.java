package io.github.enrol.query.readmodel;

import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/**
 * The users in the read model. Pages are found by key, never by offset.
 */
public interface UserViews extends Repository<UserView, String> {

	Optional<UserView> findById(String id);

	@Query("SELECT id, name, email, created_at FROM users WHERE email_key = :emailKey")
	Optional<UserView> findByEmailKey(String emailKey);

	List<UserView> findByOrderByIdDesc(Limit limit);

	List<UserView> findByIdLessThanOrderByIdDesc(String id, Limit limit);

	List<UserView> findByIdGreaterThanOrderById(String id, Limit limit);

	/**
	 * How many users there are, without counting them.
	 */
	@Query("SELECT COALESCE(SUM(users), 0) FROM projection_cursor")
	long total();

	/**
	 * How far the commands of each partition are projected.
	 */
	@Query("SELECT topic_partition, command_offset FROM projection_cursor")
	List<Position> positions();

	/**
	 * Of a partition of {@code user-commands}, the last command whose event is projected.
	 */
	record Position(int topicPartition, long commandOffset) {
	}

}
