-- The read model. It holds nothing that is not in user-events, so that a rebuild gives the same bytes.
CREATE TABLE IF NOT EXISTS users (
    id         CHAR(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'ULID: newest first is ORDER BY id DESC',
    name       VARCHAR(100) NOT NULL,
    email      VARCHAR(254) NOT NULL COMMENT 'as typed, for display',
    email_key  VARCHAR(254) NOT NULL COMMENT 'normalised: the key of the record in user-events',
    created_at DATETIME(3)  NOT NULL COMMENT 'the time of the event, UTC',
    PRIMARY KEY (id),
    UNIQUE KEY users_email_key (email_key)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
