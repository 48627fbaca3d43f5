-- The order, read backwards, of users of a span of time. The time in an id may be another one.
SET @change = IF(EXISTS (SELECT 1 FROM information_schema.statistics
        WHERE table_schema = DATABASE() AND table_name = 'users' AND index_name = 'users_created_at'), 'DO 0',
    'CREATE INDEX users_created_at ON users (created_at, id)');
PREPARE change_users FROM @change;
EXECUTE change_users;
DEALLOCATE PREPARE change_users;
