#!/bin/bash
# Our estimate against a counter that nobody here wrote (npm sms-segments-calculator): encoding, units and parts of 10,000
# texts. A difference must be one of those that compare.js names and checks.
#
#   run.sh BUILD_DIR      exit 0: all as it should be, 77: node or its packages are missing
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$(realpath "$1")
program=$(find "$build" -type f -name estimate_lines -perm -u+x | head -1)
[ -n "$program" ] || { echo "estimate_lines is not built in $build"; exit 1; }
command -v node >/dev/null && [ -d "$here/../node_modules/sms-segments-calculator" ] ||
    { echo "node or npm sms-segments-calculator (npm ci in tests/e2e) is missing: skipped"; exit 77; }

node "$here/compare.js" "$program"
