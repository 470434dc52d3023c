#!/usr/bin/env bash
# A day of a small shop: read its flow logs and name the rule behind every refusal.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
db="$folder/shop.duckdb"

heading() { printf '\n\033[1m%s\033[0m\n' "$1"; }

flowblame() {
  printf '$ flowblame'
  for word in "$@"; do printf ' %s' "${word/#"$folder/"/}"; done
  printf '\n'
  node dist/cli/main.js "$@"
}

heading '1. Read a day of flow logs: four files, three formats'
flowblame ingest sample-logs/*.log* --db "$db"

heading '2. Read the configuration that was in force'
flowblame network import sample-logs/network --captured-at 2026-03-02T00:00:00Z --db "$db"

heading '3. Which rule refused what?'
flowblame blame --db "$db"

heading '4. Web host 2 cannot use the database, though its requests are accepted. Why?'
flowblame why 10.20.12.32 10.20.20.51 --port 5432 --db "$db" || test $? -eq 3

heading '5. Who moved the most bytes?'
flowblame query top-talkers --db "$db" --param limit=5

cat <<'HINT'

Your own logs:
  flowblame ingest s3://your-bucket/AWSLogs/       (or a folder, a file, - for stdin)
  flowblame network capture --output my-network    (read-only EC2 calls)
  flowblame network import my-network
  flowblame blame
What each line above means: sample-logs/README.md
HINT
