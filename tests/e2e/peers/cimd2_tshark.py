"""Wireshark's CIMD dissector on packets that passed through a relay: (from the client, octets) of each."""

import shutil
import subprocess


def read_by_tshark(house, records, ours_from_client=False, least=500, most=3000):
    """ours_from_client: which side's checksums are ours."""
    if not shutil.which("tshark") or not shutil.which("text2pcap"):
        print("tshark is not installed: left out", flush=True)
        return
    records = records[:most]
    with open(house.path("dump.txt"), "w") as dump:
        for from_client, octets in records:
            dump.write(("O" if from_client else "I") + "\n")
            for at in range(0, len(octets), 16):
                dump.write(f"{at:06x} " + " ".join(f"{o:02x}" for o in octets[at:at + 16]) + "\n")
            dump.write("\n")
    subprocess.run(["text2pcap", "-q", "-D", "-T", "40000,9971", house.path("dump.txt"), house.path("passed.pcap")], check=True, capture_output=True)

    def tshark(*arguments):
        return subprocess.run(["tshark", "-n", "-r", house.path("passed.pcap"), *arguments], check=True, capture_output=True, text=True).stdout
    rows = [line.split("\t") for line in tshark("-T", "fields", "-e", "_ws.col.Protocol", "-e", "cimd.opcode", "-e", "cimd.pnumber", "-e", "_ws.col.Info").splitlines()]
    house.check(f"tshark recognises all {len(records)} packets that passed", len(rows) == len(records) > least and all(r[0] == "CIMD" for r in rows),
                [r for r in rows if r[0] != "CIMD"][:3])
    wrong = [(row, octets) for row, (_, octets) in zip(rows, records) if int(row[1]) != int(octets[1:3]) or int(row[2]) != int(octets[4:7])]
    house.check("each is the operation that it is, with its number", not wrong, wrong[:3])
    bad_sums = [row for row, (from_client, _) in zip(rows, records) if from_client == ours_from_client and "invalid checksum" in row[3]]
    house.check("our checksums are right", not bad_sums, bad_sums[:3])
    complaints = tshark("-Y", "_ws.malformed || _ws.expert.severity >= 0x600000", "-T", "fields", "-e", "frame.number").split()
    house.check("not malformed, no warning, no error", not complaints, complaints[:5])
