#!/usr/bin/env bash
# Our CIMD2 server before an application of the test's own: send, receipt, inbound, long, Unicode, throttled, refused, wrong logins, enquiries,
# cancels, reconnect, receipts kept while the application is away, shutdown in flight, TLS; tshark on all that passed. Then SIGKILL under load
# (KILLS, 12 here), with ledgers outside of the gateway.
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
python3 "$(dirname "$0")/cimd2_server.py" "$1"
exec python3 "$(dirname "$0")/../13-smpp-crash/smpp_crash.py" "$1" "${KILLS:-12}" cimd2
