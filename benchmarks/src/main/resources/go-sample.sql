-- What ytake/protoactor-go-cqrs-example looks for in its schema.
CREATE TABLE IF NOT EXISTS journals (
    id              VARCHAR(26) NOT NULL PRIMARY KEY,
    payload         JSON NOT NULL,
    sequence_number BIGINT,
    actor_name      VARCHAR(255),
    created_at      TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    UNIQUE KEY (actor_name, sequence_number)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS snapshots LIKE journals;
CREATE TABLE IF NOT EXISTS users (
    id         VARCHAR(26) NOT NULL PRIMARY KEY,
    name       VARCHAR(255) NOT NULL,
    email      VARCHAR(255) NOT NULL,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    UNIQUE KEY (email),
    KEY (created_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
