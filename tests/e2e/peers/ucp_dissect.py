"""Wireshark's dissector on recorded UCP frames: each must be what it is, without a complaint."""

import os
import re
import shutil
import subprocess


def dissected(house, records, least, named):
    """records: (from the client, octets), at least so many, these operations among them."""
    if not shutil.which("tshark") or not shutil.which("text2pcap"):
        print("tshark is not installed: what passed is not dissected", flush=True)
        return
    with open(house.path("passed.txt"), "w") as dump:
        for from_client, octets in records:
            dump.write(("O" if from_client else "I") + "\n")
            for at in range(0, len(octets), 16):
                dump.write(f"{at:06x} " + " ".join(f"{o:02x}" for o in octets[at:at + 16]) + "\n")
            dump.write("\n")
    pcap = house.path("passed.pcap")
    subprocess.run(["text2pcap", "-q", "-D", "-T", "40000,3024", house.path("passed.txt"), pcap], check=True, capture_output=True)

    def tshark(*arguments):
        return subprocess.run(["tshark", "-n", "-r", pcap, "-d", "tcp.port==3024,ucp", *arguments], check=True, capture_output=True, text=True,
                              env=dict(os.environ, TZ="UTC")).stdout
    rows = [line.split("\t") for line in tshark("-T", "fields", "-e", "ucp.hdr.O_R", "-e", "ucp.hdr.OT", "-e", "_ws.col.Info").splitlines()]
    seen = [("O" if kind in ("0x4f", "'O'") else "R", int(operation)) for kind, operation, _ in rows]
    wanted = [(f[2].decode(), int(f[3])) for f in (octets.split(b"/") for _, octets in records)]
    house.check(f"{len(records)} frames passed, tshark reads each as what it is", seen == wanted and len(seen) > least, (len(seen), len(wanted)))
    complaints = tshark("-Y", "_ws.malformed || _ws.unreassembled || _ws.expert.severity >= 0x600000", "-T", "fields", "-e", "frame.number").split()
    complaints += [row for row in rows if re.search("checksum invalid", row[2])]
    house.check("... none malformed, without a warning, each with its checksum", not complaints, complaints[:3])
    missing = named - {operation for kind, operation in seen}
    house.check("... of every operation in question", not missing, missing)
