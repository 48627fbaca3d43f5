-- The order of users whose name begins with a text. With the time, so that users of another time are passed over without
-- reading their rows.
SET @change = IF(EXISTS (SELECT 1 FROM information_schema.statistics
        WHERE table_schema = DATABASE() AND table_name = 'users' AND index_name = 'users_name'), 'DO 0',
    'CREATE INDEX users_name ON users (name_key, id, created_at)');
PREPARE change_users FROM @change;
EXECUTE change_users;
DEALLOCATE PREPARE change_users;
