#!/bin/sh
# Measures an import: from the first line sent to the last result, and on until all its users are in GET /users.
#
#   benchmarks/import.sh [LINES]
#
# LINES is 1000000 if it is not given. Wants the services to run (./mvnw spring-boot:run); ENROL_URL and ENROL_QUERY_URL
# say where, if not on this machine's usual ports. Each run has addresses of its own.
set -eu
cd "$(dirname "$0")/.."
lines=${1:-1000000}
query=${ENROL_QUERY_URL:-http://127.0.0.1:8082}
run=$(date +%s)
file=$(mktemp)
trap 'rm -f "$file"' EXIT

total() {
  curl -sf "$query/users?size=1" | sed 's/.*"total":\([0-9]*\).*/\1/'
}

awk -v lines="$lines" -v run="$run" 'BEGIN {
  for (i = 1; i <= lines; i++) printf "{\"username\": \"User %d\", \"email\": \"user%d.%d@example.com\"}\n", i, i, run
}' >"$file"
expected=$(($(total) + lines))
start=$(date +%s%N)
./import.sh "$file"
imported=$(date +%s%N)
while [ "$(total)" -lt "$expected" ]; do
  sleep 0.1
done
visible=$(date +%s%N)
awk -v lines="$lines" -v start="$start" -v imported="$imported" -v visible="$visible" 'BEGIN {
  seconds = (imported - start) / 1e9
  printf "%d lines: all results after %.1f s (%d/s), all visible after %.1f s\n", lines, seconds, lines / seconds,
    (visible - start) / 1e9
}'
