"""A TCP relay that records: what comes on its port goes to another, and every CIMD2 packet of both directions is kept in the order of its passing."""

import select
import socket
import threading


class Relay:
    """records: (from_client, octets from STX to ETX). outside: octets between packets. target may change; new connections go there."""

    def __init__(self, target):
        self.target, self.records, self.outside, self.lock = target, [], b"", threading.Lock()
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
        while (end := octets.find(b"\3")) >= 0:
            begin = max(octets.rfind(b"\2", 0, end), 0)
            with self.lock:
                self.outside += octets[:begin]
                self.records.append((from_client, octets[begin:end + 1]))
            octets = octets[end + 1:]
        return octets

    def packets(self, operation, from_client=True):
        """The parameters of all packets of that operation that passed, each a list of (number, value)."""
        with self.lock:
            seen = [octets for side, octets in self.records if side == from_client and octets[1:3] == operation]
        return [[tuple(field.split(b":", 1)) for field in octets.split(b"\t")[1:-1]] for octets in seen]

    def close(self):
        self.listener.close()
