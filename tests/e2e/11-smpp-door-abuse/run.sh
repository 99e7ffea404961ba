#!/usr/bin/env bash
# Everything that an application, or whoever found the port, can do wrong at the SMPP server: it is answered or closed as the
# specification has it, it costs bounded memory and time, and a good application beside it notices nothing.
#
#   run.sh BUILD_DIR      exit 0: all as it should be; AGAINST=simulator asks what can be asked of the simulated centre
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/abuse.py" "$1"
