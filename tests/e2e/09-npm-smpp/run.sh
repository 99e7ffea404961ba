#!/usr/bin/env bash
# Another implementation (npm smpp) on the other side of both our ends. As an application of our SMPP server, plain and over TLS: every
# operation, every kind of bind, receipts that wait until somebody binds. As a message centre with TLS for our client.
#
#   run.sh BUILD_DIR      exit 0: all as it should be, 77: node or its packages are missing; AGAINST=simulator binds to the simulated centre
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export PYTHONDONTWRITEBYTECODE=1
command -v node >/dev/null && command -v openssl >/dev/null && [ -d "$here/../node_modules/smpp" ] ||
    { echo "node, openssl or npm smpp (npm ci in tests/e2e) is missing: skipped"; exit 77; }
exec python3 "$here/npm.py" "$1"
