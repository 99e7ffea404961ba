#!/usr/bin/env bash
# CIMD2, the whole gateway before a centre: `hermod simulate cimd2` with its faults (send, report, inbound, long message, Unicode, throttled,
# refused, reconnect, shutdown in flight, kill -9), then Kannel's test_cimd2, which nobody here wrote; tshark reads everything that passed.
#
#   run.sh BUILD_DIR      exit 0: all as it should be; without Kannel's test programs or tshark their parts are left out, and said so
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1 PATH="$PATH:/usr/sbin"
exec python3 "$(dirname "$0")/cimd2.py" "$1"
