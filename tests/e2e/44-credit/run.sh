#!/usr/bin/env bash
# Prices, prepaid credit, quotas and caps at every interface: what a message costs, what is refused and how each door says it, what comes
# back and when, entries that are put in once, the command line, metrics, a restart; a price table with mistakes keeps the gateway from starting.
#
#   run.sh BUILD_DIR      exit 0: all as it should be; one `ok` line a check
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/credit.py" "$1"
