#!/usr/bin/env bash
# What an application asks of a message that a UCP or CIMD2 network has reaches it: query_sm, cancel_sm, replace_sm and the API's
# DELETE become 55, 56, 54 and 04, 06; and messages that a CIMD2 centre holds are fetched. The centres are the simulated ones,
# behind a relay that keeps every frame.
#
#   run.sh BUILD_DIR      exit 0: all as it should be
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/words_questions.py" "$1"
