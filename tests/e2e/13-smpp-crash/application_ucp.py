"""The same application, speaking UCP: what it knows a message by is the name in the result, recipient and second."""

import select
import time

from application import Bind
from ucp_wire import ETX, Frame, ack, ira, operation


class UcpBind(Bind):
    def serve(self, connection):
        self.waiting, self.bound, self.left, self.trn = {}, False, b"", 0
        connection.sendall(operation(0, 60, OAdC="shop", OTON="6", ONPI="5", STYP="1", PWD=ira("secret"), VERS="0100"))
        due, at = 0.0, time.monotonic()
        while not self.stopping:
            if self.cut(connection):
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
                while self.trn in self.waiting:
                    self.trn = (self.trn + 1) % 100
                self.waiting[self.trn] = to = self.ledger.number()
                out += operation(self.trn, 51, AdC=to, OAdC="88222", NRq="1", NT="3", MT="3", Msg=ira("Hello"))
                self.trn = (self.trn + 1) % 100
            if out:
                connection.sendall(out)

    def take(self, came):
        self.left += came
        out, now = b"", time.time()
        while ETX in self.left:
            at = self.left.index(ETX) + 1
            got, self.left = Frame(self.left[:at]), self.left[at:]
            if got.kind == "O":
                self.hear(got, now)
                out += ack(got.trn, got.ot)
            elif got.ot == 60 and got.good:
                self.bound, self.binds = True, self.binds + 1
            elif got.ot == 51:
                to = self.waiting.pop(got.trn, None)
                if to and got.good:
                    self.ledger.acknowledged[got.sm] = to
                elif to:
                    self.ledger.refused[got.ec] += 1
        return out

    def hear(self, got, now):
        with self.ledger.lock:
            if got.ot == 53:
                name = f'{got["OAdC"]}:{got["SCTS"]}'
                self.ledger.receipts[name].append(now)
                self.ledger.states[name] = "DELIVRD" if got["Dst"] == "0" else got["Dst"]
            else:
                self.ledger.handsets[got.text()].append(now)
