#!/usr/bin/env bash
# The crash test of the SMPP server at full length: 100 kills.
set -euo pipefail
KILLS=100 exec "$(dirname "$0")/../e2e/13-smpp-crash/run.sh" "$1"
