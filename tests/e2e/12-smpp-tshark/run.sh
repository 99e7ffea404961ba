#!/usr/bin/env bash
# Another implementation reads a whole dialogue: an application, our SMPP server, our client, a message centre. Every PDU of both
# connections, in both directions, goes through a recording relay; Wireshark's dissector must find each to be what it is, without a
# complaint, and with the values that the dialogue had.
#
#   run.sh BUILD_DIR      exit 0: all as it should be, 77: tshark is not installed; AGAINST=simulator leaves the gateway out
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
command -v tshark >/dev/null && command -v text2pcap >/dev/null || { echo "tshark is not installed: skipped"; exit 77; }
exec python3 "$(dirname "$0")/dissect.py" "$1"
