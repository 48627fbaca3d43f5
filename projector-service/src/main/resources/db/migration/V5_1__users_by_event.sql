-- The events of a partition become visible in this order.
SET @change = IF(EXISTS (SELECT 1 FROM information_schema.statistics
        WHERE table_schema = DATABASE() AND table_name = 'users' AND index_name = 'users_event'), 'DO 0',
    'CREATE INDEX users_event ON users (event_partition, event_offset)');
PREPARE change_users FROM @change;
EXECUTE change_users;
DEALLOCATE PREPARE change_users;
