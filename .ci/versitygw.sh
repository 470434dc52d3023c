#!/usr/bin/env bash
# A real S3 server for the tests, one that verifies signatures: versitygw on loopback, with files in a folder behind it.
#
#   .ci/versitygw.sh start FOLDER   installs it with Go unless it is there, starts it on a free port, and prints what the
#                                   tests need to find it, as NAME=VALUE lines
#   .ci/versitygw.sh stop FOLDER    ends it
set -euo pipefail

readonly VERSION=v1.8.0
readonly MODULE=github.com/versity/versitygw/cmd/versitygw

fail() {
  printf 'versitygw: %s\n' "$1" >&2
  exit 1
}

# Path of the program, installed on first use.
program() {
  local found
  if found=$(command -v versitygw); then
    printf '%s\n' "$found"
    return
  fi
  command -v go >/dev/null || fail "neither versitygw nor Go is installed"
  found=$(go env GOPATH)/bin/versitygw-$VERSION
  if [[ ! -x $found ]]; then
    local build
    build=$(mktemp -d)
    GOBIN=$build go install "$MODULE@$VERSION" >&2 || fail "cannot install $MODULE@$VERSION"
    mkdir -p "${found%/*}"
    mv "$build/versitygw" "$found"
    rmdir "$build"
  fi
  printf '%s\n' "$found"
}

start() {
  local folder=$1 gateway port secret
  gateway=$(program)
  mkdir -p "$folder/objects" "$folder/metadata"
  port=$(node -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })")
  secret=$(node -p "require('crypto').randomBytes(20).toString('hex')")
  # Metadata beside the objects: not every file system has extended attributes.
  ROOT_ACCESS_KEY=flowblame ROOT_SECRET_KEY=$secret "$gateway" --port "127.0.0.1:$port" --region us-east-1 --quiet \
    posix --sidecar "$folder/metadata" "$folder/objects" >"$folder/versitygw.log" 2>&1 </dev/null &
  local pid=$!
  printf '%s\n' "$pid" >"$folder/versitygw.pid"
  for ((tries = 0; tries < 100; tries++)); do
    kill -0 "$pid" 2>/dev/null || fail "ended at once: $(tail -n 1 "$folder/versitygw.log")"
    if (: >"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      printf '%s\n' "FLOWBLAME_S3_ENDPOINT=http://127.0.0.1:$port" AWS_ACCESS_KEY_ID=flowblame "AWS_SECRET_ACCESS_KEY=$secret"
      return
    fi
    sleep 0.1
  done
  kill "$pid"
  fail 'does not listen after 10 s'
}

stop() {
  local file=$1/versitygw.pid
  [[ -f $file ]] || return 0
  kill "$(<"$file")" 2>/dev/null || true
  rm -f "$file"
}

case ${1-} in
  start | stop) [[ -n ${2-} ]] || fail "$1 needs a folder" ;;
  *) fail 'start FOLDER or stop FOLDER is expected' ;;
esac
"$1" "$2"
