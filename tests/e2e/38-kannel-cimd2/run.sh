#!/usr/bin/env bash
# Kannel 1.4.5 as an application that speaks CIMD2: its bearerbox logs in to our server, its smsbox takes messages over HTTP; every one of them,
# short, long and Unicode, is reported delivered to its dlr-url, and messages from a handset come through to an sms-service. tshark reads all
# that passed.
#
#   run.sh BUILD_DIR      exit 0: all as it should be, 77: Kannel is not installed
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1 PATH="$PATH:/usr/sbin"
command -v bearerbox >/dev/null && command -v smsbox >/dev/null || { echo "kannel is not installed: skipped"; exit 77; }
exec python3 "$(dirname "$0")/kannel_cimd2.py" "$1"
