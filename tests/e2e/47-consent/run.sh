#!/usr/bin/env bash
# Opt-outs: a handset's STOP blocks the account's next message at every door, survives SIGKILL, ends what waits, is answered once;
# START takes it back; the API and the command line list, import and export. Messages on hold: released, refused, cancelled, expired.
# The centre is the test's own.
#
#   run.sh BUILD_DIR [PART...]      exit 0: all as it should be
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/consent.py" "$@"
