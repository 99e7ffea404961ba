#!/usr/bin/env bash
# One of three connectors dies under load and comes back: nothing lost, nothing twice but what was on its wire (flagged), the others carry
# at once, shares come back. See failover.py.
set -euo pipefail
exec python3 "$(dirname "$0")/failover.py" "$1" "${RATE:-400}"
