#!/usr/bin/env bash
# SIGKILL under load, with a provider that speaks HTTP: what 10-crash does, with its driver. KILLS: 12 here.
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/../10-crash/crash.py" "$1" "${KILLS:-12}" http
