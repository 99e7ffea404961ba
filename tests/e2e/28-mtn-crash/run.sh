#!/usr/bin/env bash
# SIGKILL under load, with a network that speaks MADAPI v3 and then one that speaks ParlayX: what 10-crash does, with its driver. Each start finds
# the subscriptions of the run that was killed. KILLS: 8 here, for each.
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
python3 "$(dirname "$0")/../10-crash/crash.py" "$1" "${KILLS:-8}" mtn
exec python3 "$(dirname "$0")/../10-crash/crash.py" "$1" "${KILLS:-8}" parlayx
