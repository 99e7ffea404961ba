#!/usr/bin/env bash
# Certificates: mutual TLS, an account that binds by its certificate alone, SIGHUP while sessions stand. TLVs of a vendor: from the
# HTTP API by name into the PDU, from an application's PDU into the next, and what a text becomes on its way.
#
#   run.sh BUILD_DIR      exit 0: all as it should be, 77: openssl is missing
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
command -v openssl >/dev/null || { echo "openssl is missing: skipped"; exit 77; }
exec python3 "$(dirname "$0")/proof.py" "$1"
