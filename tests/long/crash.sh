#!/usr/bin/env bash
# The crash test at full length: 200 kills.
set -euo pipefail
KILLS=200 exec "$(dirname "$0")/../e2e/10-crash/run.sh" "$1"
