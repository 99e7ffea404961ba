#!/bin/bash
# Another implementation reads what we write: Wireshark's CIMD dissector finds each golden packet by its own heuristic, takes
# it as the right operation with a checksum that it verifies, and reads the values that we wrote.
#
#   run.sh BUILD_DIR      exit 0: all as written, 77: tshark is not installed, otherwise: what differs is printed
set -euo pipefail
build=$(realpath "$1")
program=$(find "$build" -type f -name golden_cimd2 -perm -u+x | head -1)
[ -n "$program" ] || { echo "golden_cimd2 is not built in $build"; exit 1; }
command -v tshark >/dev/null && command -v text2pcap >/dev/null || { echo "tshark is not installed: skipped"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$program" "$work/dump.txt" "$work/expected.tsv" "$work/unread.tsv"
# A port that is nobody's: the dissector has to recognise the packets.
text2pcap -q -T 39999,39999 "$work/dump.txt" "$work/cimd.pcap" 2>"$work/text2pcap.log" || { cat "$work/text2pcap.log"; exit 1; }
read_pcap() { tshark -n -r "$work/cimd.pcap" "$@" 2>/dev/null; }
total=$(wc -l <"$work/expected.tsv")
failed=0

# 1. Every frame is one packet of the operation that we meant, with a checksum that tshark agrees with: it says
#    "Submit message Resp" where we say submit_message_response, "Set message" for set, and adds "invalid checksum" when it
#    does not agree.
read_pcap -T fields -e _ws.col.Protocol -e _ws.col.Info >"$work/columns"
cut -f2 "$work/columns" | tr 'A-Z' 'a-z' | sed 's/ resp$/ response/; s/^\([sg]et\) message/\1/; s/ /_/g' >"$work/operations"
cut -f2 "$work/expected.tsv" >"$work/names"
if [ "$(grep -c '^CIMD	' "$work/columns")" -eq "$total" ] && diff "$work/names" "$work/operations" >"$work/diff"; then
    echo "ok: $total packets recognised and dissected as the operations written, checksums verified"
else
    echo "FAILED: operations differ (< written, > read)"; cat "$work/columns" "$work/diff"; failed=1
fi

# 2. Nothing malformed, no warning, no error (severity warn is 0x600000, error 0x800000).
complaints=$(read_pcap -Y '_ws.malformed || _ws.unreassembled || _ws.expert.severity >= 0x600000' -T fields -e frame.number)
if [ -z "$complaints" ]; then
    echo "ok: no malformed packet, no expert warning or error"
else
    echo "FAILED: frames with complaints:" $complaints; failed=1
fi

# 3. The values read back. All in one question; one at a time only for the frames that differ.
while IFS=$'\t' read -r number value; do
    echo "exception: frame $number: tshark's own table of characters differs for: $value"
done <"$work/unread.tsv"
filter=$(awk -F'\t' '{ t = "frame.number == " $1; for (i = 3; i <= NF; i++) t = t " && " $i; printf "%s(%s)", (NR > 1 ? " || " : ""), t }' "$work/expected.tsv")
terms=$(awk -F'\t' '{ n += NF - 2 } END { print n }' "$work/expected.tsv")
read_pcap -Y "$filter" -T fields -e frame.number >"$work/matching" || true
if [ "$(wc -l <"$work/matching")" -eq "$total" ]; then
    echo "ok: $terms values in $total packets read back as written, but for the texts of $(wc -l <"$work/unread.tsv")"
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
