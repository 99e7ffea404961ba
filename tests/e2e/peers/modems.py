"""`hermod simulate modem` and its ledgers, for programs that drive modems: what arrived is compared octet for octet."""

import os
import shutil
import socket
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from gateway import House, free_port  # noqa: E402

# TS 23.038: the default alphabet, and behind ESC its extension. Written out here, so that no table of ours checks itself.
DEFAULT = ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
           "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
EXTENSION = {"\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65}

PLAIN = "Hello {[€]} ~^|\\ @£$ äöüñàß ÇØåΔΦΞ %&/()=?"
UNICODE = "Привет, мир! 你好 ✓ Ωμέγα"
LONG = "A long message of several parts, with äöü and [€] in it: " + "0123456789 abcdefghij " * 16
LONG_UNICODE = "Длинное сообщение из нескольких частей. " * 5


def septets(text):
    out = bytearray()
    for character in text:
        if character in EXTENSION:
            out += bytes([0x1B, EXTENSION[character]])
        else:
            out.append(DEFAULT.index(character))
    return bytes(out)


def octets_of(text):
    """As a handset would get them: (TP-DCS group, user data without headers)."""
    if all(c in DEFAULT or c in EXTENSION for c in text):
        return 0, septets(text)
    return 8, text.encode("utf-16-be")


class Message:
    """A line of a ledger: id, microseconds, source, destination, esm_class, data_coding, hash, user data."""

    def __init__(self, line):
        self.id, _, self.source, self.destination, esm, dcs, _, data = line.rstrip("\n").split("\t")
        self.coding, octets = int(dcs, 16) & 0x0C, bytes.fromhex(data)
        self.reference = self.part = self.parts = None
        if int(esm, 16) & 0x40:
            header, octets = octets[1:1 + octets[0]], octets[1 + octets[0]:]
            while header:
                kind, value, header = header[0], header[2:2 + header[1]], header[2 + header[1]:]
                if kind in (0, 8):
                    self.reference, self.parts, self.part = bytes(value[:-2]), value[-2], value[-1]
        self.octets = octets


class Modems(House):
    def __init__(self, build):
        super().__init__(build)
        self.control_port = free_port()
        self.simulator = None

    def simulate(self, *options):
        self.simulator = self.start("simulate", "modem", "--link", self.path("modem"), "--control", f"127.0.0.1:{self.control_port}",
                                    "--ledger", self.path("ledger"), "--delivered", self.path("delivered"), "--quiet", *options,
                                    log="smsc.log")
        if not self.until(lambda: self.connects(self.control_port), 15):
            sys.exit("the simulated modem does not start")

    def control(self, line):
        with socket.create_connection(("127.0.0.1", self.control_port), timeout=10) as s:
            s.sendall(line.encode() + b"\n")
            return s.makefile().readline().strip()

    def messages(self, name):
        if not os.path.exists(self.path(name)):
            return []
        with open(self.path(name)) as f:
            return [Message(line) for line in f if line.endswith("\n")]

    def whole(self, name):
        """[(source, destination, coding, octets)], long messages joined in the order of their parts when all are there."""
        out, long = [], {}
        for one in self.messages(name):
            if one.parts is None:
                out.append((one.source, one.destination, one.coding, one.octets))
                continue
            key = (one.source, one.destination, one.reference)
            parts = long.setdefault(key, {})
            parts[one.part] = one
            if len(parts) == one.parts:
                out.append((one.source, one.destination, one.coding, b"".join(parts[i + 1].octets for i in range(one.parts))))
                del long[key]
        return out

    def has_sent(self, to, text):
        coding, octets = octets_of(text)
        return any(row[1:] == (to, coding, octets) for row in self.whole("ledger"))

    def seen(self, name, to):
        return [(row[2], row[3].hex()) for row in self.whole(name) if row[1] == to]

    def run_peer(self, arguments, log, environment=None):
        """A program that nobody here wrote, as an ordinary process in the test's folder."""
        with open(self.path(log), "a") as out:
            child = subprocess.Popen(arguments, stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd=self.folder, env=environment)
        self.children.append(child)
        return child


def needs(*programs):
    for program in programs:
        if not shutil.which(program):
            print(f"{program} is not installed")
            sys.exit(77)
