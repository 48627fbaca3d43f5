-- The read model. It holds nothing that is not in user-events, so that a rebuild gives the same bytes.
CREATE TABLE users (
    id         CHAR(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'ULID: newest first is ORDER BY id DESC',
    name       VARCHAR(100) NOT NULL,
    email      VARCHAR(254) NOT NULL COMMENT 'as typed, for display',
    email_key  VARCHAR(254) NOT NULL COMMENT 'normalised: the key of the record in user-events',
    created_at DATETIME(3)  NOT NULL COMMENT 'the time of the event, UTC',
    PRIMARY KEY (id),
    UNIQUE KEY users_email_key (email_key)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- How far each partition of user-events is projected. It moves in the transaction that writes the users.
CREATE TABLE projection_cursor (
    topic_partition INT    NOT NULL,
    next_offset     BIGINT NOT NULL COMMENT 'offset in user-events of the next event to project',
    command_offset  BIGINT NOT NULL COMMENT 'offset in user-commands of the last command whose event is projected, or -1',
    users           BIGINT NOT NULL COMMENT 'users projected from this partition; their sum is the total',
    PRIMARY KEY (topic_partition)
) ENGINE = InnoDB;
