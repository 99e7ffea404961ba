#!/usr/bin/env bash
# SIGKILL under load: `hermod serve` is killed at random moments (KILLS, 20 here; tests/long/crash.sh makes it 200) while a load generator, an SMSC
# and an application keep ledgers of their own. See crash.py for what is held against what.
set -euo pipefail
exec python3 "$(dirname "$0")/crash.py" "$1" "${KILLS:-20}"
