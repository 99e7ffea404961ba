#!/usr/bin/env bash
# What an operator works with: check, serve, send, trace, tail, decode, version, the probes, metrics, openapi, an orderly end.
#
#   run.sh BUILD_DIR      exit 0: all as it should be; one `ok` line a check
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/tools.py" "$1"
