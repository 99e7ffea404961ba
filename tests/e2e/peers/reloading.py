"""What tests of reloads share: messages that flow meanwhile, and a house whose configuration changes.

Of each network there is a ledger NAME.ledger, as `hermod simulate` writes it.
"""

import http.client
import json
import threading

from gateway import KEYS, House


class Traffic(threading.Thread):
    """Messages on one connection, about RATE a second; which numbers were acknowledged, and what failed."""

    def __init__(self, port, first, rate=25):
        super().__init__(daemon=True)
        self.port, self.next, self.pause, self.over = port, first, 1 / rate, threading.Event()
        self.acknowledged, self.faults = set(), []

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Authorization": "Bearer " + KEYS["shop"], "Content-Type": "application/json"}
        while not self.over.wait(self.pause):
            self.next += 1
            # Every tenth is long: its parts stay on one connector.
            text = "in the middle of it " * (12 if self.next % 10 == 0 else 1)
            try:
                connection.request("POST", "/v1/messages", json.dumps({"to": f"+{self.next}", "from": "Shop", "text": text}), headers)
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException) as fault:
                self.faults.append(repr(fault))
                return
            if answer.status == 202:
                self.acknowledged.add(f"{self.next}")
            else:
                self.faults.append((answer.status, body))

    def stop(self):
        self.over.set()
        self.join(40)


class Reloading(House):
    def network(self, kind, name, *options):
        """Starts the centre `name`, which has a port in self.ports."""
        self.start("simulate", kind, "--listen", f"127.0.0.1:{self.ports[name]}", "--ledger", self.path(name + ".ledger"), "--answer-delay", "20",
                   "--receipt-delay", "30", "--quiet", *options, log="smsc.log")

    def settings(self, connectors, to, more=""):
        self.write("hermod.toml", self.head() + f"""{connectors}
{more}
[[route]]
name = "default"
to = {json.dumps(to)}
strategy = "weight"
weights = {[10] * len(to)}
""")

    def reload(self):
        return self.ask("POST", "/v1/config/reload", key="boss", timeout=60)

    def took(self, name):
        """The numbers that a centre took, one for each part."""
        try:
            rows = self.read(name + ".ledger").split("\n")
        except OSError:
            return []
        return [row.split("\t")[3].lstrip("+") for row in rows if row.count("\t") > 3]

    def queues(self):
        return {one["queue"]: one for one in self.ask("GET", "/v1/queues", key="boss").json()["queues"]}

    def says(self, word, name):
        return sum(f'"event":"{word}"' in line and f'"connector":"{name}"' in line for line in self.read("serve.log").splitlines())

    def grows(self, name, by=5, seconds=30):
        before = len(self.took(name))
        return self.until(lambda: len(self.took(name)) >= before + by, seconds, 0.05)
