#!/usr/bin/env bash
# Kannel 1.4.5 as a provider of our HTTP connector (provider = "kannel"): its smsbox takes our requests, its bearerbox binds to the
# simulated centre; every message, short, long and Unicode, comes back as a receipt on our own path, and a handset's message as well.
#
#   run.sh BUILD_DIR      exit 0: all as it should be, 77: Kannel is not installed
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1 PATH="$PATH:/usr/sbin"
command -v bearerbox >/dev/null && command -v smsbox >/dev/null || { echo "kannel is not installed: skipped"; exit 77; }
exec python3 "$(dirname "$0")/chain.py" "$1"
