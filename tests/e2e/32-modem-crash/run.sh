#!/usr/bin/env bash
# SIGKILL under load, with a network of modems: nothing acknowledged is lost, in either direction. KILLS: 10 here.
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/crash.py" "$1" "${KILLS:-10}"
