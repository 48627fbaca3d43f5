-- Users who were erased: nothing but their ids, for readers that follow the list, and so that no event of theirs that comes
-- late brings them back. A rebuild leaves it as it is, since the events may be gone from user-events.
CREATE TABLE IF NOT EXISTS user_erasures (
    event_partition INT         NOT NULL,
    event_offset    BIGINT      NOT NULL COMMENT 'of the erasure in user-events, among those of users.event_offset',
    user_id         CHAR(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    erased_at       DATETIME(3) NOT NULL COMMENT 'the time of the event, UTC',
    PRIMARY KEY (event_partition, event_offset),
    KEY user_erasures_user (user_id)
) ENGINE = InnoDB;
