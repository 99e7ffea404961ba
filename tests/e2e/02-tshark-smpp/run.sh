#!/bin/bash
# Another implementation reads what we write: Wireshark's SMPP dissector takes each golden PDU as the right operation,
# with the values that we wrote, without a malformed packet and without a warning.
#
#   run.sh BUILD_DIR      exit 0: all as written, 77: tshark is not installed, otherwise: what differs is printed
set -euo pipefail
build=$(realpath "$1")
program=$(find "$build" -type f -name golden_pdus -perm -u+x | head -1)
[ -n "$program" ] || { echo "golden_pdus is not built in $build"; exit 1; }
command -v tshark >/dev/null && command -v text2pcap >/dev/null || { echo "tshark is not installed: skipped"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$program" "$work/dump.txt" "$work/expected.tsv" "$work/excused.tsv"
text2pcap -q -T 2775,2775 "$work/dump.txt" "$work/smpp.pcap" 2>"$work/text2pcap.log" || { cat "$work/text2pcap.log"; exit 1; }
read_pcap() { tshark -n -r "$work/smpp.pcap" -d tcp.port==2775,smpp "$@" 2>/dev/null; }
total=$(wc -l <"$work/expected.tsv")
failed=0

# 1. Every frame is one PDU of the operation that we meant: "Submit_sm - resp" is submit_sm_resp.
read_pcap -V | sed -n 's/^ *Operation: \(.*\) (0x.*/\1/p' | tr 'A-Z' 'a-z' | sed 's/ - /_/' >"$work/operations"
cut -f2 "$work/expected.tsv" >"$work/names"
if diff "$work/names" "$work/operations" >"$work/diff"; then
    echo "ok: $total PDUs dissected as the operations written"
else
    echo "FAILED: operations differ (< written, > read)"; cat "$work/diff"; failed=1
fi

# 2. Nothing malformed, no warning, no error (severity warn is 0x600000, error 0x800000), but for the frames of which
#    golden_pdus.cpp says where the dissector is wrong.
bad='_ws.malformed || _ws.unreassembled || _ws.expert.severity >= 0x600000'
read_pcap -Y "$bad" -T fields -e frame.number | sort >"$work/complaints"
cut -f1 "$work/excused.tsv" | sort >"$work/excused"
while IFS=$'\t' read -r number why; do
    name=$(sed -n "${number}s/^[0-9]*\t\([^\t]*\).*/\1/p" "$work/expected.tsv")
    if grep -qx "$number" "$work/complaints"; then echo "exception: frame $number, $name: $why"
    else echo "exception no longer needed: frame $number, $name: $why"; fi
done <"$work/excused.tsv"
if [ -z "$(comm -23 "$work/complaints" "$work/excused")" ]; then
    echo "ok: no malformed packet, no expert warning or error, $(wc -l <"$work/excused") exceptions"
else
    echo "FAILED: frames with complaints:"
    for number in $(comm -23 "$work/complaints" "$work/excused"); do
        read_pcap -V -Y "frame.number == $number" | grep -iE '^Frame|malformed|expert' || true
    done
    failed=1
fi

# 3. The fields read back. All in one question; one at a time only for the frames that differ.
filter=$(awk -F'\t' '{ t = "frame.number == " $1; for (i = 3; i <= NF; i++) t = t " && " $i; printf "%s(%s)", (NR > 1 ? " || " : ""), t }' "$work/expected.tsv")
terms=$(awk -F'\t' '{ n += NF - 2 } END { print n }' "$work/expected.tsv")
read_pcap -Y "$filter" -T fields -e frame.number >"$work/matching" || true
if [ "$(wc -l <"$work/matching")" -eq "$total" ]; then
    echo "ok: $terms field values in $total PDUs read back as written"
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
exit $failed
