#!/usr/bin/env bash
# The configuration is read again while messages flow, by signal, command and API: taken over whole or not at all, and taken back;
# no request fails, and none waits long.
#
#   run.sh BUILD_DIR      exit 0: all as it should be
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/reload.py" "$1"
