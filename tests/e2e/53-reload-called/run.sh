#!/usr/bin/env bash
# Networks that call us are changed by reloads while messages flow: SMPP's outbind at a port that is never closed, and MTN by HTTP. No call is
# refused, nothing is lost, what went twice is flagged.
#
#   run.sh BUILD_DIR      exit 0: all as it should be
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/called.py" "$1"
