-- Where the event of a user is in user-events: the position of those who follow the list as it grows. Without a value in
-- rows that an earlier projector wrote, until a rebuild.
SET @change = IF(EXISTS (SELECT 1 FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'users' AND column_name = 'event_offset'), 'DO 0',
    'ALTER TABLE users ADD COLUMN event_partition INT NULL, ADD COLUMN event_offset BIGINT NULL');
PREPARE change_users FROM @change;
EXECUTE change_users;
DEALLOCATE PREPARE change_users;
