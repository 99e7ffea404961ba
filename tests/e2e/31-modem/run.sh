#!/usr/bin/env bash
# The modem connector against `hermod simulate modem`, over pseudo-terminals and TCP: messages there and back, receipts, every fault
# of a modem, unplugging, a pool with its limits, USSD and status by the command line, shutting down in flight.
#
#   run.sh BUILD_DIR      exit 0: all as it should be
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/modem.py" "$1"
