#!/usr/bin/env bash
# Bad input gets a clear error and harms nothing: after each piece of it a good message is still accepted and delivered.
# doors.py: what applications and attackers send over HTTP. network.py: an SMSC, played by the test, that does everything wrong.
#
#   run.sh BUILD_DIR      exit 0: all as it should be; one `ok` line a check
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export PYTHONDONTWRITEBYTECODE=1
failed=0
python3 "$here/doors.py" "$1" || failed=1
python3 "$here/network.py" "$1" || failed=1
exit $failed
