-- What the projectors last saw of user-events, for readers that have the database alone. All times are UTC, by the clock of
-- the database. Unlike the other tables it is no part of the read model: nothing depends on it.
CREATE TABLE IF NOT EXISTS projection_status (
    topic_partition INT         NOT NULL,
    next_offset     BIGINT      NOT NULL COMMENT 'offset of the next event to read',
    end_offset      BIGINT      NOT NULL COMMENT 'end of the committed events',
    as_of           DATETIME(3) NOT NULL COMMENT 'when Kafka last answered the projector',
    caught_up_at    DATETIME(3) NULL COMMENT 'when all events were last projected',
    moved_at        DATETIME(3) NULL COMMENT 'when next_offset was last seen to move',
    PRIMARY KEY (topic_partition)
) ENGINE = InnoDB;
