#!/usr/bin/env bash
# Every source compiled by itself, as nobody does by default (HERMOD_JOINED): a file that has all it needs only from those
# before it in its batch does not compile here.
set -euo pipefail
cd "$(dirname "$0")/../.."
cmake --preset dev -DHERMOD_TESTS=ON -DHERMOD_BENCH=ON -DHERMOD_JOINED=OFF
cmake --build --preset dev --parallel "$(nproc)" -- -k 0
