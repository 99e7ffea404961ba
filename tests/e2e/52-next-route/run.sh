#!/usr/bin/env bash
# Networks that will not have a message: by each protocol's own codes and by an operator's table it goes on to the next of a group, then
# to the route's next choice, or ends; and connectors whose health is judged each in its own way.
#
#   run.sh BUILD_DIR      exit 0: all as it should be
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/next_route.py" "$1"
