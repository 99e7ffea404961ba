#!/usr/bin/env bash
# The HTTP connector against `hermod simulate http`: messages there and back in both of its forms, receipts, every fault of the provider, TLS,
# a provider that goes and comes back, shutting down in flight.
#
#   run.sh BUILD_DIR      exit 0: all as it should be
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/provider.py" "$1"
