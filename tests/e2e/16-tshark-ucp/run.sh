#!/bin/bash
# Another implementation reads what we write: Wireshark's UCP dissector takes each golden frame as the right operation, with
# the values that we wrote, without a malformed packet, a warning or a wrong checksum.
#
#   run.sh BUILD_DIR      exit 0: all as written, 77: tshark is not installed, otherwise: what differs is printed
set -euo pipefail
build=$(realpath "$1")
program=$(find "$build" -type f -name golden_frames -perm -u+x | head -1)
[ -n "$program" ] || { echo "golden_frames is not built in $build"; exit 1; }
command -v tshark >/dev/null && command -v text2pcap >/dev/null || { echo "tshark is not installed: skipped"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$program" "$work/dump.txt" "$work/expected.tsv"
text2pcap -q -T 3024,3024 "$work/dump.txt" "$work/ucp.pcap" 2>"$work/text2pcap.log" || { cat "$work/text2pcap.log"; exit 1; }
# UCP's times are local ones without a zone: the dissector takes them for this machine's.
read_pcap() { TZ=UTC tshark -n -r "$work/ucp.pcap" -d tcp.port==3024,ucp "$@" 2>/dev/null; }
total=$(wc -l <"$work/expected.tsv")
failed=0

# 1. Every segment is one frame of the operation that we meant.
read_pcap -T fields -e ucp.hdr.O_R -e ucp.hdr.OT | sed "s/^0x4f\t/O /; s/^0x52\t/R /; s/^'\(.\)'\t/\1 /" >"$work/operations"
cut -f2 "$work/expected.tsv" >"$work/names"
if diff "$work/names" "$work/operations" >"$work/diff"; then
    echo "ok: $total frames dissected as the operations written"
else
    echo "FAILED: operations differ (< written, > read)"; cat "$work/diff"; failed=1
fi

# 2. Nothing malformed, no warning, no error (severity warn is 0x600000), no checksum that is not right.
complaints() {
    read_pcap -Y '_ws.malformed || _ws.unreassembled || _ws.expert.severity >= 0x600000' -T fields -e frame.number
    read_pcap -T fields -e frame.number -e _ws.col.Info | sed -n 's/\t.*checksum invalid.*//p'
}
complaints >"$work/complaints"
if [ ! -s "$work/complaints" ]; then
    echo "ok: no malformed packet, no expert warning or error, no wrong checksum"
else
    echo "FAILED: frames with complaints:"
    while read -r number; do
        read_pcap -V -Y "frame.number == $number" | grep -iE '^Frame|malformed|expert|checksum' || true
    done <"$work/complaints"
    failed=1
fi

# 3. The fields read back. All in one question; one at a time only for the frames that differ.
filter=$(awk -F'\t' '{ t = "frame.number == " $1; for (i = 3; i <= NF; i++) t = t " && " $i; printf "%s(%s)", (NR > 1 ? " || " : ""), t }' "$work/expected.tsv")
terms=$(awk -F'\t' '{ n += NF - 2 } END { print n }' "$work/expected.tsv")
read_pcap -Y "$filter" -T fields -e frame.number >"$work/matching" || true
if [ "$(wc -l <"$work/matching")" -eq "$total" ]; then
    echo "ok: $terms field values in $total frames read back as written"
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

# 4. A checksum that is not right is one to the dissector too: the second check can fail.
sed '0,/ 02 30 30 2f/s// 02 30 31 2f/' "$work/dump.txt" >"$work/damaged.txt"
text2pcap -q -T 3024,3024 "$work/damaged.txt" "$work/ucp.pcap" 2>/dev/null
if [ "$(complaints | wc -l)" -eq 1 ]; then
    echo "ok: a damaged frame is seen"
else
    echo "FAILED: a damaged frame was not seen"; failed=1
fi
exit $failed
