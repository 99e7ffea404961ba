#!/usr/bin/env bash
# Every example of docs/routing.md, replayed: its configuration, its tables, what `hermod route test` prints; then that real messages
# go where it said, with their copies, and what a rule rejects or discards.
#
#   run.sh BUILD_DIR      exit 0: all as it should be
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/routes.py" "$1"
