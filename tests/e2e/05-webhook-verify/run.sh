#!/bin/bash
# Callbacks as another project's library sees them (npm standardwebhooks): signatures verify with a whsec_ secret and with a
# plain one, alone and in batches; a failed callback comes again with the same id; a message from a handset arrives.
#
#   run.sh BUILD_DIR      exit 0: all as it should be, 77: node or its packages are missing
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$(realpath "$1")
program=$(find "$build" -type f -name hermod -perm -u+x | head -1)
[ -n "$program" ] || { echo "hermod is not built in $build"; exit 1; }
command -v node >/dev/null && command -v curl >/dev/null && [ -d "$here/../node_modules/standardwebhooks" ] ||
    { echo "node, curl or npm standardwebhooks (npm ci in tests/e2e) is missing: skipped"; exit 77; }

work=$(mktemp -d)
running=()
cleanup() {
    for one in "${running[@]}"; do kill "$one" 2>/dev/null && wait "$one" 2>/dev/null; done
    rm -rf "$work"
}
trap 'cleanup || true' EXIT
# until SECONDS COMMAND...: the command succeeds within the time.
until_true() {
    local end=$((SECONDS + $1)); shift
    until "$@"; do [ $SECONDS -lt $end ] || return 1; read -rt 0.05 <> <(:) || true; done
}

export E2E_KEY=e2e-key-0123456789abcdef E2E_BULK=e2e-bulk-0123456789abcdef
export E2E_SECRET=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw E2E_RAW='a plain secret, as older programs have it'
exec 7< <(python3 "$here/../peers/ports.py" 3)
read -r smpp_port http_port hook_port <&7
touch "$work/ledger"
node "$here/verify.js" "$hook_port" "$work/ledger" "$E2E_SECRET" "$E2E_RAW" >"$work/verify.log" 2>&1 & running+=($!)
"$program" simulate smsc --listen "127.0.0.1:$smpp_port" --echo 4915199999999 --quiet >"$work/smsc.log" 2>&1 & running+=($!)
until_true 10 grep -q listening "$work/verify.log" || { cat "$work/verify.log"; exit 1; }

cat >"$work/hermod.toml" <<TOML
[store]
url = "sqlite:$work/hermod.db"
reserve_mb = 1
[http]
listen = ["127.0.0.1:$http_port"]
[callbacks]
allow_private = ["127.0.0.0/8"]
[[account]]
name = "shop"
api_key = "env:E2E_KEY"
callback_url = "http://127.0.0.1:$hook_port/flaky"
callback_secret = "env:E2E_SECRET"
[[account]]
name = "bulk"
api_key = "env:E2E_BULK"
callback_url = "http://127.0.0.1:$hook_port/batch"
callback_secret = "env:E2E_RAW"
callback_batch = 20
[[connector]]
name = "simulated"
type = "smpp"
address = "127.0.0.1:$smpp_port"
system_id = "hermod"
inbound_account = "shop"
reconnect_min_ms = 100
[[route]]
name = "all"
to = ["simulated"]
TOML
"$program" serve --config "$work/hermod.toml" >"$work/gateway.log" 2>&1 & running+=($!)
base="http://127.0.0.1:$http_port"
ready() { curl -sf "$base/livez" >/dev/null && grep -q '"event":"bound"' "$work/gateway.log"; }
until_true 15 ready || { cat "$work/gateway.log"; exit 1; }

post() { curl -sf -o /dev/null -H "Authorization: Bearer $1" -H 'Content-Type: application/json' -d "$3" "$base$2"; }
for i in 1 2 3 4 5; do post "$E2E_KEY" /v1/messages "{\"to\":\"+491511234567$i\",\"from\":\"Hermod\",\"text\":\"number $i\",\"client_ref\":\"order-$i\"}"; done
post "$E2E_KEY" /v1/messages '{"to":"+4915199999999","from":"12345","text":"Grüße € \"zurück\""}'
messages=$(node -e 'console.log(JSON.stringify({messages: Array.from({length: 200}, (_, i) => ({to: "+49152" + String(10000000 + i), from: "Hermod", text: "one of many"}))}))')
post "$E2E_BULK" /v1/messages/batch "$messages"

if until_true 30 node "$here/check.js" "$work/ledger" 6 200 >"$work/check.log"; then
    echo "ok: $(wc -l <"$work/ledger") callbacks verified by standardwebhooks: one by one, in batches, and once more after a failure"
else
    tail -8 "$work/check.log"; tail -20 "$work/gateway.log"; tail -5 "$work/smsc.log"; exit 1
fi
