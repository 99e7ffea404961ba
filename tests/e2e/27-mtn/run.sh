#!/usr/bin/env bash
# The MTN connector against `hermod simulate mtn`: MADAPI v3 and ParlayX through messages there and back, subscriptions, receipts, every fault of
# the network, tokens, gone and come back, shutting down in flight; v2 and v1, which are asked, in what is their own.
#
#   run.sh BUILD_DIR      exit 0: all as it should be
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/mtn.py" "$1"
