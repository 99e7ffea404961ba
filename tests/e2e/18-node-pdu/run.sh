#!/bin/bash
# Our TPDUs against a codec that nobody here wrote (npm node-pdu): 10,000 generated messages, both ways. A difference must be one of those
# that compare.js names and checks.
#
#   run.sh BUILD_DIR      exit 0: all as it should be, 77: node or its packages are missing
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$(realpath "$1")
program=$(find "$build" -type f -name tpdu_lines -perm -u+x | head -1)
[ -n "$program" ] || { echo "tpdu_lines is not built in $build"; exit 1; }
command -v node >/dev/null && [ -d "$here/../node_modules/node-pdu" ] ||
    { echo "node or npm node-pdu (npm ci in tests/e2e) is missing: skipped"; exit 77; }

TZ=UTC node "$here/compare.js" "$program"
