-- Of a peer with an outbox: users, who are asked for nothing but their uniqueness, and their events, in the columns that
-- Debezium's router expects.
CREATE TABLE IF NOT EXISTS users (
    id         CHAR(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name       VARCHAR(100) NOT NULL,
    email      VARCHAR(254) NOT NULL,
    email_key  VARCHAR(254) NOT NULL,
    created_at DATETIME(3)  NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY users_email_key (email_key)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS outbox (
    id            CHAR(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    aggregatetype VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    aggregateid   VARCHAR(254) NOT NULL,
    type          VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    payload       VARBINARY(2000) NOT NULL,
    PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
