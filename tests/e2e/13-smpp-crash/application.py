"""The application of the crash test: binds that submit at a rate, answer what is delivered, keep a ledger, and come back after each loss.

The ledger is this process's memory: nothing of it dies with the gateway. Each message has a recipient of its own, and none is said twice:
what was not acknowledged is nobody's promise.
"""

import collections
import random
import select
import socket
import struct
import threading
import time

from delivered import read_delivered
from door import BIND, DELIVER, ENQUIRE, NACK, ROK, SUBMIT, UNBIND, bind_body, pdu, submit_body


class Ledger:
    def __init__(self):
        self.lock, self.next = threading.Lock(), 0
        self.acknowledged = {}  # message id -> recipient
        self.refused = collections.Counter()
        self.receipts = collections.defaultdict(list)  # message id -> times
        self.states = {}
        self.handsets = collections.defaultdict(list)  # text -> times

    def number(self):
        with self.lock:
            self.next += 1
            return f"49151{self.next:08}"


class Bind(threading.Thread):
    """cut_now: the connection ends without a word, and comes back. finished: submits no more, still listens."""

    def __init__(self, port, ledger, window, rate):
        super().__init__(daemon=True)
        self.port, self.ledger, self.window, self.rate = port, ledger, window, rate
        self.cut_now = self.finished = self.stopping = False
        self.binds = 0

    def run(self):
        while not self.stopping:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self.serve(connection)
            except OSError:
                pass
            time.sleep(0.02)

    def serve(self, connection):
        self.waiting, self.bound, self.left, self.sequence = {}, False, b"", 1
        connection.sendall(self.first())
        due, at = 0.0, time.monotonic()
        while not self.stopping:
            if self.cut_now:
                self.cut_now = False
                if random.random() < 0.5:  # a reset, which may take what is on its way with it; otherwise an end
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            out = b""
            readable, _, _ = select.select([connection], [], [], 0.005)
            if readable:
                came = connection.recv(1 << 18)
                if not came:
                    return
                out = self.take(came)
            now = time.monotonic()
            due, at = min(due + (now - at) * self.rate, self.rate / 10), now
            while self.bound and not self.finished and due >= 1 and len(self.waiting) < self.window:
                due -= 1
                to = self.ledger.number()
                number, request = self.submit(to)
                self.waiting[number] = to
                out += request
            if out:
                connection.sendall(out)

    # What the protocol has of its own; cimd2_application.py has others.
    def first(self):
        return pdu(BIND, 1, bind_body())

    def submit(self, to):
        self.sequence += 1
        return self.sequence, pdu(SUBMIT, self.sequence, submit_body(to))

    def take(self, came):
        self.left += came
        at, out, now = 0, b"", time.time()
        while len(self.left) - at >= 16:
            length, command, status, sequence = struct.unpack_from(">IIII", self.left, at)
            if len(self.left) - at < length:
                break
            body, at = self.left[at + 16:at + length], at + length
            if command == SUBMIT | NACK:
                to = self.waiting.pop(sequence, None)
                if to and status == ROK:
                    self.ledger.acknowledged[body.rstrip(b"\0").decode()] = to
                elif to:
                    self.ledger.refused[status] += 1
            elif command == DELIVER:
                self.heard(body, now)
                out += pdu(DELIVER | NACK, sequence, b"\0")
            elif command == BIND | NACK and status == ROK:
                self.bound, self.binds = True, self.binds + 1
            elif command in (ENQUIRE, UNBIND):
                out += pdu(command | NACK, sequence)
        self.left = self.left[at:]
        return out

    def heard(self, body, now):
        _, _, esm_class, _, text, _ = read_delivered(body)
        with self.ledger.lock:
            if esm_class & 0x3C == 4:
                words = dict(w.split(b":", 1) for w in text.split() if b":" in w)
                message_id = words[b"id"].decode()
                self.ledger.receipts[message_id].append(now)
                self.ledger.states[message_id] = words[b"stat"].decode()
            else:
                self.ledger.handsets[text.decode()].append(now)
