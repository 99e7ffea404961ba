"""The same application speaking CIMD2: a login in place of a bind. It numbers its requests as the specification wants, and names a message by
timestamp and destination, as its submit was answered."""

import time

from application import Bind
from cimd2_door import cut, packet


class Login(Bind):
    def serve(self, connection):
        self.number = 1
        super().serve(connection)

    def first(self):
        return packet(1, 1, [(10, "shop"), (11, "secret"), (19, self.window)])

    def submit(self, to):
        self.number = (self.number + 2) % 256
        return self.number, packet(3, self.number, [(21, to), (27, "Shop"), (33, "Hello"), (56, 62)])

    def take(self, came):
        packets, self.left = cut(self.left + came)
        out, now = b"", time.time()
        for operation, number, fields in packets:
            given = dict(fields)
            if operation == 53:
                to = self.waiting.pop(number, None)
                if to and 900 not in given:
                    self.ledger.acknowledged[f"{given[60].decode()}:{given[21].decode()}"] = to
                elif to:
                    self.ledger.refused[given[900].decode()] += 1
            elif operation in (20, 23):
                self.heard(operation, given, now)
                out += packet(operation + 50, number)
            elif operation == 51 and 900 not in given:
                self.bound, self.binds = True, self.binds + 1
            elif operation == 40:
                out += packet(90, number)
        return out

    def heard(self, operation, given, now):
        with self.ledger.lock:
            if operation == 23:
                name = f"{given[60].decode()}:{given[21].decode()}"
                self.ledger.receipts[name].append(now)
                self.ledger.states[name] = given[61].decode()
            else:
                self.ledger.handsets[given[33].decode()].append(now)
