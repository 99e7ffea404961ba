#!/usr/bin/env bash
# SIGKILL under the load of an SMPP application: `hermod serve` is killed at random moments (KILLS, 12 here; tests/long/smpp_crash.sh makes it
# 100), and the application's connections are cut in between, while application and centres keep ledgers of their own. See smpp_crash.py for what is held against what.
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/smpp_crash.py" "$1" "${KILLS:-12}"
