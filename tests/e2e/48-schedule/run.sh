#!/usr/bin/env bash
# When messages go: local times, windows in the recipient's zone, quiet hours that begin over a queue, recurring messages through SIGKILLs.
# Slow: it waits for minutes of the real clock, about three.
#
#   run.sh BUILD_DIR      exit 0: all as it should be
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/schedule.py" "$1"
