-- Which user-events the positions are of: Kafka gives each topic that is created another id.
SET @change = IF(EXISTS (SELECT 1 FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'projection_cursor' AND column_name = 'topic_id'), 'DO 0',
    'ALTER TABLE projection_cursor ADD COLUMN topic_id CHAR(22) CHARACTER SET ascii COLLATE ascii_bin NULL
        COMMENT ''without a value until a projector has looked''');
PREPARE change_cursor FROM @change;
EXECUTE change_cursor;
DEALLOCATE PREPARE change_cursor;
