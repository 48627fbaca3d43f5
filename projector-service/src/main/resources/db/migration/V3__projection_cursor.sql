-- How far each partition of user-events is projected. It moves in the transaction that writes the users.
CREATE TABLE IF NOT EXISTS projection_cursor (
    topic_partition INT    NOT NULL,
    next_offset     BIGINT NOT NULL COMMENT 'offset in user-events of the next event to project',
    command_offset  BIGINT NOT NULL COMMENT 'offset in user-commands of the last command whose event is projected, or -1',
    users           BIGINT NOT NULL COMMENT 'users projected from this partition; their sum is the total',
    PRIMARY KEY (topic_partition)
) ENGINE = InnoDB;
