#!/usr/bin/env bash
# The simulated core at full length: 20,000 seeds (HERMOD_SEEDS has others), in two halves at a time.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -z "${HERMOD_SEEDS:-}" ] || exec build/asan/tests/simulated/simulated_core_test --gtest_filter='*promises*'
HERMOD_SEEDS=501-10000 build/asan/tests/simulated/simulated_core_test --gtest_filter='*promises*' &
HERMOD_SEEDS=10001-20000 build/asan/tests/simulated/simulated_core_test --gtest_filter='*promises*'
wait $!
