#!/bin/sh
set -eu

usage() {
  cat <<'END'
Imports the users of a file, one {"username": …, "email": …} a line, and shows how far it is.

  import.sh FILE [KEY]

FILE      is sent as it is. A name that ends in .gz is sent as gzip. - is standard input, which needs a KEY.
KEY       is the import's Idempotency-Key. Sent again with the same KEY, each line gets its first answer, so an import
          that was cut off goes on where it was. Without KEY it is made from the content of the file.
ENROL_URL says where the command-service is; http://127.0.0.1:8081 if it is not set. ENROL_TOKEN is the bearer token, if
          the service asks for one.

The results of lines that are not registered go to standard output, as JSON, one a line; so does the JSON that says why
an import is refused or not complete. Everything else goes to standard error.

Exit status:
  0   all lines are registered
  1   all lines have a result, and some are not registered
  2   not all lines have a result: import the file again with the same KEY
  3   the service refuses the import: no line was read
  4   the service cannot be reached, or takes no import now: no line was read; try again later
  64  wrong arguments, or a file that cannot be read
END
}

fail() {
  status=$1
  shift
  printf 'import.sh: %s\n' "$*" >&2
  exit "$status"
}

case ${1-} in
-h | --help)
  usage
  exit 0
  ;;
esac
if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  usage >&2
  exit 64
fi
file=$1
url=${ENROL_URL:-http://127.0.0.1:8081}/user/registrations

# What the file holds, in UTF-8, whether it is compressed or not.
content() {
  case $file in
  *.gz) gzip -dc <"$file" ;;
  *) cat <"$file" ;;
  esac
}

lines=
if [ "$file" = - ]; then
  [ -n "${2-}" ] || fail 64 "standard input needs a KEY"
else
  [ -e "$file" ] || fail 64 "there is no file $file"
  [ ! -d "$file" ] || fail 64 "$file is a folder"
  [ -r "$file" ] || fail 64 "$file cannot be read"
  # A pipe can be read only once.
  [ -f "$file" ] || [ -n "${2-}" ] || fail 64 "$file is not a regular file: it needs a KEY"
  if [ -f "$file" ]; then
    # Blank lines have no result; the last line may have no line feed.
    lines=$(content | LC_ALL=C tr -d ' \t\r' | LC_ALL=C grep -c .) || true
  fi
fi
key=${2:-$(content | cksum | tr ' ' -)}
case $key in
*'
'*) fail 64 "the KEY must be one line" ;;
esac
key=$(printf '%s' "$key" | sed 's/["\\]/\\&/g')

send() {
  # Names of files never reach curl, which would expand [ ] { }, and take a leading - for an option.
  set -- -g -sS -N -X POST -T - -H 'Content-Type: application/x-ndjson' -H "Idempotency-Key: \"$key\""
  case $file in
  *.gz) set -- "$@" -H 'Content-Encoding: gzip' ;;
  esac
  # Not among the arguments, which everybody on this machine can see.
  [ -z "${ENROL_TOKEN-}" ] || set -- "$@" -K /dev/fd/3
  code=0
  curl "$@" -w '\n#status %{http_code}\n' "$url" 3<<END || code=$?
header = "Authorization: Bearer ${ENROL_TOKEN-}"
END
  printf '#curl %s\n' "$code"
}

show=
[ ! -t 2 ] || show=1
if [ "$file" = - ]; then
  send
else
  send <"$file"
fi | LC_ALL=C awk -v lines="$lines" -v show="$show" '
  function say(text) { print text >"/dev/stderr" }
  function progress(end) {
    printf "%s%d of %s lines: %d registered, %d not%s", (show ? "\r" : ""), done, (lines == "" ? "?" : lines),
      registered, done - registered, end >"/dev/stderr"
  }
  function incomplete(reason) {
    say(reason " Import the file again with the same KEY.")
    exit 2
  }
  /^#status / { status = $2 + 0; next }
  /^#curl / { curl = $2 + 0; next }
  /^\{"line":.*\}$/ {
    done++
    if (index($0, "\"status\":201,")) registered++; else print
    if (show && done % 1000 == 0) progress(" ")
    next
  }
  /^\{"complete":true,.*\}$/ { complete = 1; next }
  /^\{"complete":false,.*\}$/ { ended = 1; print; next }
  /^\{.*\}$/ { print; next }
  status == 200 || /^$/ || /^\{"/ { next }
  { say($0) }
  END {
    if (status == 200) {
      if (complete && lines == "") lines = done
      progress("\n")
      if (ended) incomplete("The service has ended the import: the last line of the output says why.")
      if (!complete) incomplete("The answer was cut off.")
      exit (registered < done) ? 1 : 0
    }
    if (status) {
      say("The service refuses the import with status " status ". No line was read.")
      exit (status >= 500 || status == 429) ? 4 : 3
    }
    # A connection that broke, after it was made.
    if (curl == 52 || curl == 55 || curl == 56) incomplete("No answer came.")
    say("The service could not be reached.")
    exit 4
  }'
