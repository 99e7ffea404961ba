#!/usr/bin/env bash
# People and queues: list, show, pause, resume, drain, move and purge by CLI and API, over a restart, with a report to every sender. See queues.py.
set -euo pipefail
exec python3 "$(dirname "$0")/queues.py" "$1"
