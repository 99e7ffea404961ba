#!/bin/bash
# Another implementation reads what we write: Wireshark's GSM SMS dissector takes each golden TPDU as the right message, with the values
# that we wrote, without a malformed packet and without a warning.
#
#   run.sh BUILD_DIR      exit 0: all as written, 77: tshark is not installed, otherwise: what differs is printed
set -euo pipefail
build=$(realpath "$1")
program=$(find "$build" -type f -name golden_tpdus -perm -u+x | head -1)
[ -n "$program" ] || { echo "golden_tpdus is not built in $build"; exit 1; }
command -v tshark >/dev/null && command -v text2pcap >/dev/null || { echo "tshark is not installed: skipped"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$program" "$work/dump.txt" "$work/expected.tsv"
text2pcap -q -l 252 "$work/dump.txt" "$work/tpdu.pcap" 2>"$work/text2pcap.log" || { cat "$work/text2pcap.log"; exit 1; }
read_pcap() { tshark -n -r "$work/tpdu.pcap" "$@" 2>/dev/null; }
total=$(wc -l <"$work/expected.tsv")
failed=0

# 1. Every frame is the message that we meant: "SMS-DELIVER REPORT" is SMS-DELIVER-REPORT.
read_pcap -V >"$work/verbose"
sed -n 's/^.*TP-MTI: \(SMS[A-Z -]*\) (.*/\1/p' "$work/verbose" | tr ' ' '-' >"$work/messages"
cut -f2 "$work/expected.tsv" >"$work/names"
if diff "$work/names" "$work/messages" >"$work/diff"; then
    echo "ok: $total TPDUs dissected as the messages written"
else
    echo "FAILED: messages differ (< written, > read)"; cat "$work/diff"; failed=1
fi

# 2. Nothing malformed, no warning, no error (severity warn is 0x600000, error 0x800000).
bad='_ws.malformed || _ws.unreassembled || _ws.expert.severity >= 0x600000'
if [ -z "$(read_pcap -Y "$bad" -T fields -e frame.number)" ]; then
    echo "ok: no malformed packet, no expert warning or error"
else
    echo "FAILED: frames with complaints:"; read_pcap -V -Y "$bad" | grep -iE '^Frame|malformed|expert'; failed=1
fi

# 3. The fields read back. All in one question; one at a time only for the frames that differ.
filter=$(awk -F'\t' '{ t = "frame.number == " $1; for (i = 3; i <= NF; i++) t = t " && " $i; printf "%s(%s)", (NR > 1 ? " || " : ""), t }' "$work/expected.tsv")
terms=$(awk -F'\t' '{ n += NF - 2 } END { print n }' "$work/expected.tsv")
read_pcap -Y "$filter" -T fields -e frame.number >"$work/matching" || true
if [ "$(wc -l <"$work/matching")" -eq "$total" ]; then
    echo "ok: $terms field values in $total TPDUs read back as written"
else
    failed=1
    while IFS=$'\t' read -r number name rest; do
        grep -qx "$number" "$work/matching" && continue
        IFS=$'\t' read -ra each <<<"$rest"
        for term in "${each[@]}"; do
            [ -n "$(read_pcap -Y "frame.number == $number && $term")" ] || echo "FAILED: frame $number, $name: not $term"
        done
    done <"$work/expected.tsv"
fi

# 4. The relative validity period in words.
if grep -q 'TP-Validity-Period: 4 day(s)' "$work/verbose"; then
    echo "ok: AA is four days"
else
    echo "FAILED: a relative validity period of AA is not read as four days"; failed=1
fi
exit $failed
