#!/usr/bin/env bash
# Installs what flowblame is measured against into bench/peers/installed (ignored by git, some 700 MiB): chdb from npm,
# flowlogs-reader from PyPI. No install scripts are run. Tailpipe: see bench/README.md.
set -euo pipefail

installed="$(cd "$(dirname "$0")" && pwd)/installed"

mkdir -p "$installed/chdb"
npm install --prefix "$installed/chdb" --ignore-scripts --no-audit --no-fund --save-exact chdb@3.4.0

python3 -m venv "$installed/flowlogs-reader"
"$installed/flowlogs-reader/bin/pip" install --disable-pip-version-check --only-binary :all: \
  flowlogs-reader==5.0.1 botocore==1.44.5 boto3==1.44.5
