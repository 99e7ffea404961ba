"""A TCP relay that records: what comes on its port goes to another, and every PDU of both directions is kept in the order of its passing."""

import select
import socket
import struct
import threading


class Relay:
    def __init__(self, target):
        self.target, self.records, self.lock = target, [], threading.Lock()
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
        while len(octets) >= 16 and len(octets) >= (length := struct.unpack(">I", octets[:4])[0]) >= 16:
            with self.lock:
                self.records.append((from_client, octets[:length]))
            octets = octets[length:]
        return octets

    def close(self):
        self.listener.close()
