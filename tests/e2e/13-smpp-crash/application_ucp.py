"""The same application, speaking UCP: what it knows a message by is the name in the result, recipient and second."""

import time

from application import Bind
from ucp_wire import ETX, Frame, ack, ira, operation


class UcpBind(Bind):
    def first(self):
        return operation(0, 60, OAdC="shop", OTON="6", ONPI="5", STYP="1", PWD=ira("secret"), VERS="0100")

    def submit(self, to):
        self.sequence = (self.sequence + 1) % 100
        while self.sequence in self.waiting:
            self.sequence = (self.sequence + 1) % 100
        return self.sequence, operation(self.sequence, 51, AdC=to, OAdC="88222", NRq="1", NT="3", MT="3", Msg=ira("Hello"))

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
                self.ledger.states[name] = got["Dst"]
            else:
                self.ledger.handsets[got.text()].append(now)
