"""A TCP relay that records: what comes on its port goes to another, and every PDU of both directions is kept in the order of its passing."""

import select
import socket
import struct
import threading


def smpp_pdu(octets):
    """The length of the first PDU, when it is there whole; otherwise 0."""
    if len(octets) < 16:
        return 0
    length = struct.unpack(">I", octets[:4])[0]
    return length if 16 <= length <= len(octets) else 0


def ucp_frame(octets):
    """The same of a frame from STX to ETX."""
    return octets.find(b"\3") + 1


def at_line(octets):
    """The same of a line of AT commands, or of a PDU with its Ctrl-Z."""
    ends = [at for at in (octets.find(end) for end in (b"\r", b"\n", b"\x1a", b"\x1b")) if at >= 0]
    return min(ends) + 1 if ends else 0


class Relay:
    def __init__(self, target, first=smpp_pdu):
        self.target, self.first, self.records, self.lock = target, first, [], threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client):
        try:
            server = socket.create_connection(("127.0.0.1", self.target), timeout=5)
        except OSError:
            client.close()
            return
        left = {client: b"", server: b""}
        with client, server:
            for s in left:
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while True:
                for one in select.select(list(left), [], [])[0]:
                    try:
                        octets = one.recv(65536)
                        if not octets:
                            return
                        left[one] = self.record(one is client, left[one] + octets)
                        (server if one is client else client).sendall(octets)
                    except OSError:
                        return

    def record(self, from_client, octets):
        while length := self.first(octets):
            with self.lock:
                self.records.append((from_client, octets[:length]))
            octets = octets[length:]
        return octets

    def close(self):
        self.listener.close()
