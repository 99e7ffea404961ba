"""UCP on a plain socket, as much of it as the tests need: frames, the fields by their names, and an application's connection."""

import re
import socket
import ssl
import struct
import time

STX, ETX = b"\2", b"\3"
F50 = ("AdC OAdC AC NRq NAdC NT NPID LRq LRAd LPID DD DDT VP RPID SCTS Dst Rsn DSCTS MT NB Msg MMS PR DCs MCLs RPI CPg RPLy OTOA HPLMN XSer "
       "RES4 RES5").split()
F60 = "OAdC OTON ONPI STYP PWD NPWD VERS LAdC LTON LNPI OPID RES1".split()
FIELDS = {1: "AdC OAdC OAC MT Msg".split(), 30: "AdC OAdC AC NRq NAdC NPID DD DDT VP AMsg".split(), 31: ["AdC", "PID"], 60: F60,
          61: F60[:10] + ["RES1", "RES2"], **{ot: F50 for ot in range(51, 59)}}


def frame(trn, ot, fields, kind="O", length=None, checksum=None):
    """fields: the values in their order."""
    data = "/".join(fields) + "/"
    body = f"{trn:02}/{len(data) + 16 if length is None else length:05}/{kind}/{ot:02}/{data}".encode()
    return STX + body + (checksum or f"{sum(body) & 255:02X}").encode() + ETX


def operation(trn, ot, **fields):
    return frame(trn, ot, [str(fields.get(name, "")) for name in FIELDS[ot]])


def ack(trn, ot, sm=""):
    return frame(trn, ot, ["A", "", sm] if ot == 30 or 51 <= ot <= 58 else ["A", sm], "R")


def nak(trn, ot, ec, sm=""):
    return frame(trn, ot, ["N", ec, sm], "R")


def ira(text):
    return text.encode("latin-1").hex().upper()


class Frame:
    """One that was read: trn, ot, and either values (an operation, by name) or good, ec, sm (a result)."""

    def __init__(self, octets):
        self.octets = octets
        parts = octets[1:-1].decode("latin-1").split("/")
        self.trn, self.kind, self.ot, data = int(parts[0]), parts[2], int(parts[3]), parts[4:-1]
        self.values, self.good, self.ec, self.sm = {}, None, "", ""
        if self.kind == "O":
            self.values = dict(zip(FIELDS.get(self.ot, []), data))
        else:
            self.good = data[0] == "A"
            self.ec, self.sm = ("" if self.good else data[1]), data[-1]

    def __getitem__(self, name):
        return self.values.get(name, "")

    def __repr__(self):
        return self.octets.decode("latin-1")

    def text(self):
        """What a 52 or 53 says, its header left out."""
        octets = bytes.fromhex(self["Msg"])
        return octets.decode("utf-16-be" if "020108" in self["XSer"] and self["MT"] == "4" else "latin-1")


class Client:
    """An application's connection. What is told (52, 53, 57, 58) is answered and kept, unless `answers` is false."""

    def __init__(self, port, tls=None, source=None):
        connected = socket.create_connection(("127.0.0.1", port), timeout=10, source_address=(source, 0) if source else None)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = tls.wrap_socket(connected, server_hostname="localhost") if tls else connected
        self.left, self.trn, self.told, self.answers = b"", -1, [], True

    def send(self, octets):
        try:
            self.socket.sendall(octets)
        except OSError:
            return False
        return True

    def next_trn(self):
        self.trn = (self.trn + 1) % 100
        return self.trn

    def read(self, seconds=5.0):
        """A Frame, "end" when the other side closed, None when it says nothing."""
        end = time.monotonic() + seconds
        while ETX not in self.left:
            self.socket.settimeout(max(0.001, end - time.monotonic()))
            try:
                came = self.socket.recv(65536)
            except (TimeoutError, ssl.SSLWantReadError):
                return None
            except OSError:
                return "end"
            if not came:
                return "end"
            self.left += came
        at = self.left.index(ETX) + 1
        octets, self.left = self.left[:at], self.left[at:]
        return Frame(octets)

    def take(self, got):
        self.told.append(got)
        if self.answers:
            self.send(ack(got.trn, got.ot))

    def result_of(self, trn, seconds=5.0):
        end = time.monotonic() + seconds
        while True:
            got = self.read(max(0.001, end - time.monotonic()))
            if not isinstance(got, Frame) or (got.kind == "R" and got.trn == trn):
                return got
            if got.kind == "O":
                self.take(got)

    def request(self, ot, seconds=5.0, **fields):
        trn = self.next_trn()
        self.send(operation(trn, ot, **fields))
        return self.result_of(trn, seconds)

    def log_in(self, user="shop", password="secret"):
        """"" or the error code; "end"."""
        got = self.request(60, OAdC=user, OTON="6", ONPI="5", STYP="1", PWD=ira(password), VERS="0100")
        return got if not isinstance(got, Frame) else got.ec

    def submit(self, to, text="Hello", **fields):
        """(name, error code)."""
        wanted = {"OAdC": "88222", "NRq": "1", "NT": "3", "MT": "3", "Msg": ira(text), **fields}
        got = self.request(51, AdC=to, **wanted)
        return (got.sm if got.good else "", got.ec) if isinstance(got, Frame) else ("", str(got))

    def wait_told(self, count, seconds=10.0):
        """Reads until so much was told; all of it."""
        end = time.monotonic() + seconds
        while len(self.told) < count:
            got = self.read(max(0.001, end - time.monotonic()))
            if not isinstance(got, Frame):
                break
            if got.kind == "O":
                self.take(got)
        return self.told

    def receipt_of(self, name, seconds=10.0):
        """The last 53 of that name; None."""
        end = time.monotonic() + seconds
        while True:
            for one in self.told:
                if one.ot == 53 and f'{one["OAdC"]}:{one["SCTS"]}' == name and one["Dst"] != "1":
                    return one
            got = self.read(max(0.001, end - time.monotonic()))
            if not isinstance(got, Frame):
                return None
            if got.kind == "O":
                self.take(got)

    def lives(self):
        got = self.request(31, AdC="shop", PID="0539")
        return isinstance(got, Frame) and got.good

    def ended(self, seconds=5.0):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            got = self.read(max(0.001, end - time.monotonic()))
            if got == "end":
                return True
        return False

    def close(self, hard=False):
        if hard:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


NAME = re.compile(r"^\d+:\d{12}$")
