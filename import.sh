#!/bin/sh
# Imports the users of a file, one {"username": …, "email": …} a line, and shows how far it is.
#
#   import.sh FILE [KEY]
#
# Results of lines that are not registered go to standard output. Sent again with the same KEY, each line gets its first
# answer, so an import that was cut off goes on where it was; without one the KEY is made from the file's content.
# ENROL_URL says where the command-service is. Ends with 0 if all lines are registered, with 1 if some are not, and with
# 2 if not all of them have a result.
set -eu
file=${1:?"usage: import.sh FILE [KEY]"}
key=${2:-$(cksum <"$file" | tr ' ' -)}
url=${ENROL_URL:-http://127.0.0.1:8081}/user/registrations

curl -sS -N -X POST -T "$file" -H 'Content-Type: application/x-ndjson' -H "Idempotency-Key: \"$key\"" "$url" |
  awk -v lines="$(wc -l <"$file")" '
    function show() {
      printf "\r%d of %d lines: %d registered, %d not ", done, lines, registered, done - registered >"/dev/stderr"
    }
    /^\{"line":/ {
      done++
      if (index($0, "\"status\":201,")) registered++; else print
      if (done % 1000 == 0) show()
      next
    }
    /^\{"complete":/ { last = $0; next }
    { print >"/dev/stderr" }
    END {
      show()
      print "\n" (last ? last : "The answer was cut off: import the file again.") >"/dev/stderr"
      exit (last !~ /^\{"complete":true/) ? 2 : (registered < done) ? 1 : 0
    }'
