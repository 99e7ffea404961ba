#!/usr/bin/env bash
# Credit through crashes at full length: 100 kills.
set -euo pipefail
KILLS=100 exec "$(dirname "$0")/../e2e/45-credit-crash/run.sh" "$1"
