#!/usr/bin/env bash
# Connectors come, change and go by reloads while messages flow: every acknowledged message is taken by a network exactly once, no request
# fails, and what cannot be taken over changes nothing.
#
#   run.sh BUILD_DIR      exit 0: all as it should be
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/connectors.py" "$1"
