#!/usr/bin/env bash
# Applications that speak UCP at our server, through good and bad times (server.py); then SIGKILL under their load, with the driver of
# 13-smpp-crash (KILLS, 12 here): nothing that was acknowledged is lost.
#
#   run.sh BUILD_DIR      exit 0: all as it should be; without tshark what passed is not dissected, and said so
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
here=$(dirname "$0")
python3 "$here/server.py" "$1"
exec python3 "$here/../13-smpp-crash/smpp_crash.py" "$1" "${KILLS:-12}" ucp
