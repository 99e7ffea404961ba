#!/usr/bin/env bash
# The UCP connector against `hermod simulate ucp`: messages there and back, receipts, every fault of the centre, shutting down in flight. All
# frames go through a recording relay, and Wireshark's dissector must find each to be what it is, without a complaint.
#
#   run.sh BUILD_DIR      exit 0: all as it should be; without tshark the last part is left out, and said so
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/ucp.py" "$1"
