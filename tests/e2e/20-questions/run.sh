#!/usr/bin/env bash
# What an application asks of a message that the network has already reaches the network: cancel_sm, replace_sm, query_sm, and the
# API's DELETE; and broadcasts are relayed. The centre is the test's own and says what it was asked, by which id.
#
#   run.sh BUILD_DIR      exit 0: all as it should be
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/questions.py" "$1"
