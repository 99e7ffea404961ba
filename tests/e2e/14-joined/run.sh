#!/usr/bin/env bash
# Long messages from handsets, in parts: out of order, repeated, over two binds, with a SIGKILL between them, never whole. Each whole arrives
# once, at an application with a session and at one with a webhook.
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/joined.py" "$1"
