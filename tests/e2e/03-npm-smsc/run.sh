#!/bin/bash
# The gateway sends through a message centre that another project wrote (npm smpp): states, long and Unicode texts, the
# receipt that overtakes its response, ids in two spellings, throttling, a refusal, a message from a handset, one content to
# many handsets in a submit_multi, unbind.
#
#   run.sh BUILD_DIR      exit 0: all as it should be, 77: node or its packages are missing
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$(realpath "$1")
program=$(find "$build" -type f -name hermod -perm -u+x | head -1)
[ -n "$program" ] || { echo "hermod is not built in $build"; exit 1; }
command -v node >/dev/null && command -v curl >/dev/null && [ -d "$here/../node_modules/smpp" ] ||
    { echo "node, curl or npm smpp (npm ci in tests/e2e) is missing: skipped"; exit 77; }

work=$(mktemp -d)
centre= gateway=
cleanup() {
    [ -n "$gateway" ] && kill "$gateway" 2>/dev/null && wait "$gateway" 2>/dev/null
    [ -n "$centre" ] && kill "$centre" 2>/dev/null && wait "$centre" 2>/dev/null
    rm -rf "$work"
}
trap 'cleanup || true' EXIT
# until SECONDS COMMAND...: the command succeeds within the time.
until_true() {
    local end=$((SECONDS + $1)); shift
    until "$@"; do [ $SECONDS -lt $end ] || return 1; read -rt 0.05 <> <(:) || true; done
}

exec 7< <(python3 "$here/../peers/ports.py" 2)
read -r smpp_port http_port <&7
touch "$work/ledger" "$work/centre.log" "$work/gateway.log"
(cd "$here/.." && exec node "$here/smsc.js" "$smpp_port" "$work/ledger") >"$work/centre.log" 2>&1 & centre=$!
until_true 10 grep -q listening "$work/centre.log" || { cat "$work/centre.log"; exit 1; }

cat >"$work/hermod.toml" <<TOML
[store]
url = "sqlite:$work/hermod.db"
reserve_mb = 1
[http]
listen = ["127.0.0.1:$http_port"]
[[account]]
name = "shop"
api_key = "env:E2E_KEY"
[[connector]]
name = "npm"
type = "smpp"
address = "127.0.0.1:$smpp_port"
system_id = "hermod"
password = "env:E2E_PASSWORD"
inbound_account = "shop"
window = 4
submit_multi = 20
reconnect_min_ms = 100
dialect = ["dcs1_is_gsm7"]
[[route]]
name = "all"
to = ["npm"]
TOML
export E2E_KEY=e2e-key-0123456789abcdef E2E_PASSWORD=secret
"$program" serve --config "$work/hermod.toml" >"$work/gateway.log" 2>&1 & gateway=$!
base="http://127.0.0.1:$http_port"
ready() { curl -sf "$base/livez" >/dev/null && grep -q '"event":"bound"' "$work/gateway.log"; }
until_true 20 ready || { echo "the gateway did not start or bind"; cat "$work/gateway.log"; exit 1; }

failed=0
get() { curl -sf -H "Authorization: Bearer $E2E_KEY" "$base$1"; }
field() { node -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>{const v=JSON.parse(t)[process.argv[1]];console.log(v===undefined?"":v)})' "$1"; }
send() { # TO TEXT -> id
    node -e 'console.log(JSON.stringify({to:process.argv[1],from:"Shop",text:process.argv[2]}))' "$1" "$2" |
        curl -sf -H "Authorization: Bearer $E2E_KEY" -H 'Content-Type: application/json' -d @- "$base/v1/messages" | field id
}
has_state() { [ "$(get "/v1/messages/$1" | field state)" = "$2" ]; }
expect_state() { # NAME TO TEXT STATE
    local id; id=$(send "$2" "$3") || { echo "FAILED: $1: not accepted"; failed=1; return; }
    if until_true 20 has_state "$id" "$4"; then echo "ok: $1"
    else echo "FAILED: $1: $(get "/v1/messages/$id")"; failed=1; fi
}
expect_ledger() { # NAME JAVASCRIPT over `all`
    if node -e 'let all=require("fs").readFileSync(process.argv[1],"utf8").trim().split("\n").map(JSON.parse);
                process.exit(eval(process.argv[2])?0:1)' "$work/ledger" "$2"; then echo "ok: $1"
    else echo "FAILED: $1"; cat "$work/ledger"; failed=1; fi
}

expect_state "delivered" +447700900120 "Hello [world] {€}" delivered
expect_state "undelivered with the receipt" +447700900131 "x" undelivered
expect_state "receipt before its response" +447700900142 "x" delivered
expect_state "hexadecimal in the response, padded decimal in the receipt" +447700900153 "x" delivered
expect_state "throttled, then delivered" +447700900164 "x" delivered
expect_state "refused for good" +447700900175 "x" rejected
expect_state "long text, every part delivered" +447700900180 "$(printf 'long text %.0s' {1..40})" delivered
expect_state "Unicode" +447700900190 "Привет 👋" delivered
expect_state "answered by the handset" +447700900196 "x" delivered

expect_ledger "numbers are international, without '+'" 'all.every(m=>/^44/.test(m.to)&&m.to_ton===1)'
expect_ledger "the sender's name is alphanumeric" 'all.every(m=>m.from==="Shop"&&m.from_ton===5)'
expect_ledger "three parts with their header" 'all.filter(m=>m.to==="447700900180").length===3&&all.filter(m=>m.to==="447700900180").every(m=>m.esm_class===64)'
expect_ledger "GSM text with its extension table" 'all.some(m=>m.text==="Hello [world] {€}")'
expect_ledger "UCS-2 text with a surrogate pair" 'all.some(m=>m.data_coding===8&&m.text==="Привет 👋")'
expect_ledger "each part once" 'all.length===10'  # 8 messages taken, one of them in three parts

inbound() { get "/v1/messages" | grep -q "\"direction\":\"from_handset\""; }
if until_true 10 inbound; then echo "ok: the handset's message is stored"
else echo "FAILED: the handset's message is not to be found: $(get /v1/messages)"; failed=1; fi

# A campaign: one content to many, of whom each third is not delivered and each eighth not known. Receipts name one id for all.
campaign() { # FIRST COUNT LAST_DIGITS -> lines of NUMBER ID
    node -e 'const [first,count,digits]=[+process.argv[1],+process.argv[2],process.argv[3]];
             const messages=[...Array(count).keys()].map(i=>({to:"+4477009"+(first+i)+digits[i%digits.length],from:"Shop",text:"to all"}));
             console.log(JSON.stringify({messages}))' "$@" >"$work/batch.json"
    curl -sf -H "Authorization: Bearer $E2E_KEY" -H 'Content-Type: application/json' -d @"$work/batch.json" "$base/v1/messages/batch" |
        node -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>{
                   const sent=JSON.parse(require("fs").readFileSync(process.argv[1],"utf8")).messages;
                   JSON.parse(t).results.forEach((r,i)=>console.log(sent[i].to+" "+r.id))})' "$work/batch.json"
}
all_as_they_should() { # lines of NUMBER ID
    local to id wanted
    while read -r to id; do
        case $to in *1) wanted=undelivered ;; *5) wanted=rejected ;; *) wanted=delivered ;; esac
        has_state "$id" "$wanted" || { odd="$to is $(get "/v1/messages/$id" | field state), not $wanted"; return 1; }
    done <"$1"
}
expect_campaign() { # NAME FIRST COUNT LAST_DIGITS
    campaign "$2" "$3" "$4" >"$work/campaign"
    odd=
    if [ "$(wc -l <"$work/campaign")" = "$3" ] && until_true 30 all_as_they_should "$work/campaign"; then echo "ok: $1"
    else echo "FAILED: $1: $odd"; failed=1; fi
}
expect_campaign "one content to 40 handsets, each with its own end" 1000 40 01000501
expect_campaign "the same when all receipts overtake the response" 2000 30 0120051
expect_ledger "they left in few PDUs, each handset once" \
    'all=all.filter(m=>m.text==="to all");all.length===new Set(all.map(m=>m.to)).size&&all.filter(m=>m.multi>16).length>=15&&new Set(all.map(m=>m.id)).size<=20'

kill -TERM "$gateway"; wait "$gateway" && code=0 || code=$?
gateway=
[ $code -eq 0 ] && echo "ok: leaves with 0" || { echo "FAILED: exit code $code"; failed=1; }
expect_ledger "unbinds before it leaves" 'all.at(-1).unbind===true'
[ $failed -eq 0 ] || { echo "--- the gateway's log"; tail -50 "$work/gateway.log"; echo "--- the centre's log"; cat "$work/centre.log"; }
exit $failed
