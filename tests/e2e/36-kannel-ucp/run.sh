#!/usr/bin/env bash
# Kannel 1.4.5 as an application that speaks UCP: its bearerbox (smsc = emi) logs in to our server, its smsbox takes messages over HTTP; every
# one of them, short, long and Unicode, is reported delivered to its dlr-url, and a message from a handset comes through to an sms-service.
#
#   run.sh BUILD_DIR      exit 0: all as it should be, 77: Kannel is not installed
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1 PATH="$PATH:/usr/sbin"
command -v bearerbox >/dev/null && command -v smsbox >/dev/null || { echo "kannel is not installed: skipped"; exit 77; }
exec python3 "$(dirname "$0")/kannel.py" "$1"
