#!/usr/bin/env bash
# The database accounts of the services, each with no more rights than it needs (docs/operations.md#database-accounts):
# enrol_migration creates and exchanges the tables, enrol_projector fills them, enrol_query reads them.
#
# Prints SQL for an administrator, which can be repeated, for instance to change passwords:
#
#   export ENROL_MIGRATION_PASSWORD=… ENROL_PROJECTOR_PASSWORD=… ENROL_QUERY_PASSWORD=…
#   bash deploy/mysql-accounts.sh | mysql --user=root --password
#
# Mounted in /docker-entrypoint-initdb.d of the images of MySQL and MariaDB, it creates the accounts at their first start.
# MYSQL_DATABASE names the schema; the default is enrol.

enrol_literal() {
	local text=${1//'\'/'\\'}
	printf "'%s'" "${text//"'"/"''"}"
}

enrol_account() { # NAME PASSWORD
	printf "CREATE USER IF NOT EXISTS '%s'@'%%';\n" "$1"
	printf "ALTER USER '%s'@'%%' IDENTIFIED BY %s;\n" "$1" "$(enrol_literal "$2")"
}

enrol_accounts() {
	local schema table
	schema=\`${MYSQL_DATABASE:-enrol}\`
	enrol_account enrol_migration "${ENROL_MIGRATION_PASSWORD:?}"
	enrol_account enrol_projector "${ENROL_PROJECTOR_PASSWORD:?}"
	enrol_account enrol_query "${ENROL_QUERY_PASSWORD:?}"
	echo "GRANT SELECT, INSERT, UPDATE, CREATE, INDEX, ALTER, DROP ON $schema.* TO 'enrol_migration'@'%';"
	echo "GRANT SELECT, INSERT, UPDATE, DELETE ON $schema.* TO 'enrol_projector'@'%';"
	# A right to a table that does not exist yet can only be granted together with CREATE.
	echo "GRANT CREATE, DELETE ON $schema.flyway_schema_history TO 'enrol_migration'@'%';"
	for table in users projection_cursor projection_status user_erasures; do
		echo "GRANT CREATE, SELECT ON $schema.$table TO 'enrol_query'@'%';"
		echo "REVOKE CREATE ON $schema.$table FROM 'enrol_query'@'%';"
	done
}

# The images' entrypoint runs scripts that are not executable in its own shell, which has this function.
if declare -F docker_process_sql >/dev/null; then
	enrol_accounts | docker_process_sql
else
	set -euo pipefail
	enrol_accounts
fi
