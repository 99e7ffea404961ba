#!/usr/bin/env bash
# SIGKILL while prepaid messages are paid, given back and credit is put in: after each restart (KILLS, 12 here; tests/long/credit_crash.sh
# makes it 100) the balance is what the messages say. See credit_crash.py for what is held against what.
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/credit_crash.py" "$1" "${KILLS:-12}"
