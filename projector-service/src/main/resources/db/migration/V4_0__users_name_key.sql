-- The name as it is compared and sorted, without regard to case and accents, by the newest collation that MySQL and
-- MariaDB share. Virtual: adding it rewrites no row, and a projector of before, which still runs, fills it too. One
-- character longer than a name, since the upper bound of a search is.
SET @change = IF(EXISTS (SELECT 1 FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'users' AND column_name = 'name_key'), 'DO 0',
    'ALTER TABLE users ADD COLUMN name_key VARCHAR(101) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci
        GENERATED ALWAYS AS (name) VIRTUAL COMMENT ''the name as it is compared and sorted''');
PREPARE change_users FROM @change;
EXECUTE change_users;
DEALLOCATE PREPARE change_users;
