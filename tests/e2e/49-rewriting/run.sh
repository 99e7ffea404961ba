#!/usr/bin/env bash
# What rules make of messages on their way out, over HTTP and over SMPP: the recipient by the account's country and by number rules, the
# sender (fixed, from a pool, a number in place of a name, by policy), the text; what the network got, and what the application is told.
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/rewriting.py" "$1"
