"""A message centre of the test's own, for what it must know exactly: which message from a handset was acknowledged, and on which bind.

Any number of binds; each that receives has a window, and what it left unanswered goes out again on the next one (a centre's duty).
A thread a connection; what they share is under one lock. It takes submit_sm too, and sends no receipts.
"""

import collections
import socket
import struct
import threading

from door import BIND, BIND_RX, BIND_TX, DELIVER, ENQUIRE, NACK, ROK, SUBMIT, UNBIND, c_string, pdu

SUBMIT_RESP = SUBMIT | NACK


def deliver_body(source, to, text, esm_class=0, coding=0, tlvs=b""):
    return (b"\0" + b"\1\1" + c_string(source) + b"\0\0" + c_string(to) + bytes([esm_class, 0, 0]) + b"\0\0" + bytes([0, 0, coding, 0, len(text)])
            + text + tlvs)


class Bind:
    def __init__(self, connection):
        self.connection, self.out = connection, {}  # sequence -> (name, body)
        self.sequence, self.receives, self.gone = 0, False, False


class Centre:
    """deliver(name, body, bind=None): goes out on any bind, or the bind with that index; acknowledged() names what was answered with ESME_ROK."""

    def __init__(self, port, window=20):
        self.window, self.lock, self.work = window, threading.Lock(), threading.Condition()
        self.waiting, self.acked, self.refused, self.binds, self.sent = collections.deque(), collections.Counter(), [], [], 0
        self.stopping = False
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", port))
        self.listener.listen(64)
        threading.Thread(target=self.accept, daemon=True).start()

    def deliver(self, name, body, bind=None):
        with self.lock:
            self.waiting.append((name, body, bind))
        self.push()

    def pending(self):
        with self.lock:
            return len(self.waiting) + sum(len(b.out) for b in self.binds if not b.gone)

    def acknowledged(self):
        with self.lock:
            return set(self.acked)

    def receiving(self):
        with self.lock:
            return [b for b in self.binds if b.receives and not b.gone]

    def stop(self):
        self.stopping = True
        self.listener.close()
        with self.lock:
            for bind in self.binds:
                bind.connection.close()

    # ---- inside ----
    def accept(self):
        while not self.stopping:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            bind = Bind(connection)
            with self.lock:
                self.binds.append(bind)
            threading.Thread(target=self.serve, args=(bind,), daemon=True).start()

    def serve(self, bind):
        left = b""
        try:
            while True:
                came = bind.connection.recv(65536)
                if not came:
                    break
                left += came
                while len(left) >= 16 and len(left) >= (length := struct.unpack(">I", left[:4])[0]):
                    self.take(bind, *struct.unpack(">III", left[4:16]), left[16:length])
                    left = left[length:]
                self.push()
        except OSError:
            pass
        with self.lock:
            bind.gone = True
            bind.connection.close()
            self.waiting.extendleft(reversed([(name, body, None) for name, body in bind.out.values()]))
            bind.out.clear()
        self.push()

    def take(self, bind, command, status, sequence, body):
        if command in (BIND, BIND_RX, BIND_TX):
            bind.connection.sendall(pdu(command | NACK, sequence, c_string("centre")))
            bind.receives = command != BIND_TX
        elif command == SUBMIT:
            with self.lock:
                self.sent += 1
                number = self.sent
            bind.connection.sendall(pdu(SUBMIT_RESP, sequence, c_string(f"{number:08X}")))
        elif command in (ENQUIRE, UNBIND):
            bind.connection.sendall(pdu(command | NACK, sequence))
        elif command == DELIVER | NACK:
            with self.lock:
                name, content = bind.out.pop(sequence, (None, None))
                if name is None:
                    return
                if status == ROK:
                    self.acked[name] += 1
                else:
                    self.refused.append((name, status))
                    self.waiting.append((name, content, None))

    def push(self):
        with self.lock:
            open_binds = [b for b in self.binds if b.receives and not b.gone]
            later = collections.deque()
            while self.waiting:
                name, body, index = self.waiting.popleft()
                able = [b for b in open_binds if len(b.out) < self.window]
                if index is not None:
                    able = [b for b in open_binds[index:index + 1] if b in able]
                if not able:
                    later.append((name, body, index))
                    if index is None:
                        break
                    continue
                bind = min(able, key=lambda b: len(b.out))
                bind.sequence += 1
                bind.out[bind.sequence] = (name, body)
                try:
                    bind.connection.sendall(pdu(DELIVER, bind.sequence, body))
                except OSError:
                    pass  # its own thread sees the end, and gives back what it had
            self.waiting.extendleft(reversed(later))
