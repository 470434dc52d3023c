#!/usr/bin/env bash
# A day of a small shop: read its flow logs and name the rule behind every refusal.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
db="$folder/shop.duckdb"

heading() { printf '\n\033[1m%s\033[0m\n' "$1"; }

# Shows a command as one would type it, then runs it.
flowblame() {
  printf '$ flowblame'
  for word in "$@"; do
    case "$word" in
      *' '*) printf ' "%s"' "$word" ;;
      *) printf ' %s' "${word#"$folder/"}" ;;
    esac
  done
  printf '\n'
  node dist/cli/main.js "$@"
}

heading '1. Read a day of flow logs: four files, three formats'
flowblame ingest sample-logs/*.log* --db "$db"

heading '2. Read the configuration that was in force'
flowblame network import sample-logs/network --captured-at 2026-03-02T00:00:00Z --db "$db"

heading '3. Which rule refused what?'
flowblame blame --db "$db"

heading '4. Why does the database never answer shop-web-2?'
flowblame why shop-web-2 10.20.20.51 --port 5432 --db "$db" || [ $? -eq 3 ]

heading '5. Who moved the most bytes?'
flowblame query top-talkers --db "$db" --param limit=5

heading '6. Any question in SQL: who sends to S3 through the NAT gateway, where every byte is paid for?'
flowblame query "SELECT srcaddr, count(*) AS records, sum(bytes) AS bytes FROM flow_logs
  WHERE interface_tag = 'shop-nat' AND flow_direction = 'ingress' AND pkt_dst_aws_service = 'S3' GROUP BY ALL" --db "$db"

cat <<'HINT'

Your own logs:
  flowblame ingest logs/                (a folder, files, or - for a stream)
  flowblame network import network/     (the output of aws ec2 describe-*: README.md has the loop)
  flowblame blame
What each cause above means: sample-logs/README.md
HINT
