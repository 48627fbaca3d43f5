#!/usr/bin/env bash
# Loads Enrol and the Go sample of the README (ytake/protoactor-go-cqrs-example) in turn, on one machine:
#
#   benchmarks/go-sample.sh PATH_OF_BINARY [-Dseconds=10 …]
#
# The binary is built in a checkout of it. Its driver has to be allowed how MariaDB signs in:
#
#   sed -i 's/ParseTime: true,/& AllowNativePasswords: true,/' internal/config/mysql.go && go build -o go-sample ./cmd
#
# Ports 1323 and 3306 have to be free, since they are fixed in it: the benchmark's database takes 3306, and gets its tables.
# A turn takes 15 s, so that answers which never come are counted as errors, after 10 s. Results go to
# benchmarks/target/go-sample. BUILD=no spares the build.
set -euo pipefail
binary=$(realpath "${1:?which binary}")
shift
cd "$(dirname "$0")"
for name in register visible; do
  ./run "$name" -Dcontenders=enrol,go -Dgo-sample="$binary" -Ddatabase-port=3306 -Dseconds=15 -Dresults=target/go-sample \
    "$@"
  export BUILD=no
done
