"""SMPP on a plain socket, as much of it as the tests need: numbers, octets, and one connection whose every PDU is the test's own word."""

import socket
import ssl
import struct
import time

BIND_RX, BIND_TX, QUERY, SUBMIT, DELIVER, UNBIND, REPLACE, CANCEL, BIND = 1, 2, 3, 4, 5, 6, 7, 8, 9
ENQUIRE, MULTI, DATA, NACK = 0x15, 0x21, 0x103, 0x80000000
ROK, INVMSGLEN, INVCMDLEN, INVCMDID, INVBNDSTS, ALYBND, SYSERR, INVSRCADR, INVDSTADR, INVMSGID = 0, 1, 2, 3, 4, 5, 8, 0x0A, 0x0B, 0x0C
BINDFAIL, INVPASWD, INVSYSID, MSGQFUL, INVSERTYP, THROTTLED, INVSCHED, INVEXPIRY = 0x0D, 0x0E, 0x0F, 0x14, 0x15, 0x58, 0x61, 0x62
X_R_APPN, INVTLVSTREAM = 0x66, 0xC0


def pdu(command, sequence, body=b"", status=0, length=None):
    return struct.pack(">IIII", 16 + len(body) if length is None else length, command, status, sequence) + body


def c_string(text):
    return (text.encode() if isinstance(text, str) else text) + b"\0"


def tlv(tag, value):
    return struct.pack(">HH", tag, len(value)) + value


class Connection:
    def __init__(self, connected, sequence=0):
        self.socket, self.left, self.sequence = connected, b"", sequence

    def send(self, octets):
        """False when the other side has closed."""
        try:
            self.socket.sendall(octets)
        except OSError:
            return False
        return True

    def ask(self, command, body=b"", **more):
        """Sends a request; its sequence number."""
        self.sequence += 1
        self.send(pdu(command, self.sequence, body, **more))
        return self.sequence

    def read(self, seconds=5.0):
        """(command, status, sequence, body), "end" when the other side closed, None when it says nothing."""
        end = time.monotonic() + seconds
        while len(self.left) < 4 or len(self.left) < struct.unpack(">I", self.left[:4])[0]:
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
        length, command, status, sequence = struct.unpack(">IIII", self.left[:16])
        body, self.left = self.left[16:length], self.left[length:]
        return command, status, sequence, body

    def close(self, hard=False):
        if hard:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()
