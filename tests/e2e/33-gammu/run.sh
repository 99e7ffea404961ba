#!/usr/bin/env bash
# Gammu's SMS daemon, which nobody here wrote, on our simulated modem: GSM 7-bit and UCS-2, long messages, both directions, status
# reports; what was sent is compared octet for octet with the simulator's ledgers. Its own folders and its own process; nothing of the system's.
#
#   run.sh BUILD_DIR      exit 0: all as it should be; 77 without gammu-smsd
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1 PATH="$PATH:/usr/sbin"
exec python3 "$(dirname "$0")/gammu.py" "$1"
