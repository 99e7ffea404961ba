#!/usr/bin/env bash
# Limits at every door (HTTP, SMPP, UCP, CIMD2 over one rate), windows, duplicates (over a SIGKILL, too), lists of numbers; and messages that wait for their
# turn, seen at the centre's own clock: never faster than the limit over two connectors, in order, others pass.
#
#   run.sh BUILD_DIR      exit 0: all as it should be
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/limits.py" "$1"
