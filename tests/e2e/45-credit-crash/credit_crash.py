"""Kills `hermod serve` with SIGKILL at random moments while a prepaid account pays, and holds its purse against its messages.

The load hands in single messages and batches by several connections, cancels some, and a cashier puts credit in, repeating each entry under
its reference until it is answered; the network refuses some messages and reports others as undelivered or rejected. After each restart, with
the load at rest, must hold, all of it read from the API and to the thousandth:
  - paid in = balance + the prices of the messages that are not marked as given back
  - every message that was answered 202 is there, with the price that the answer said
  - every entry that was answered is there, once, and the balance is not below zero
"""

import http.client
import json
import os
import random
import signal
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from gateway import KEYS, House  # noqa: E402

KILLS = int(sys.argv[2])
SEED = int(os.environ.get("SEED", str(random.randrange(1 << 30))))
SENDERS = 6
random.seed(SEED)
print(f"seed {SEED}, {KILLS} kills", flush=True)

PREPAID = 'prices = "retail"\ncredit = true\nrefund = ["rejected", "expired", "undelivered", "cancelled"]\n'
TABLE = '[[price_table]]\nname = "retail"\nfile = "{}"\n'


def thousandths(text):
    whole, decimals = text.lstrip("-").split(".")
    return (-1 if text.startswith("-") else 1) * (int(whole) * 1000 + int(decimals))


class Load:
    """Threads that hand in until told to rest; what was answered stands in `acknowledged`, id to price, and in `entries`."""

    def __init__(self, house):
        self.house, self.running, self.ended = house, threading.Event(), False
        self.acknowledged, self.entries, self.refused, self.lock = {}, {}, 0, threading.Lock()
        self.busy = 0
        self.threads = [threading.Thread(target=self.work, args=(self.submit, n)) for n in range(SENDERS)]
        self.threads.append(threading.Thread(target=self.work, args=(self.pay_in, SENDERS)))
        for one in self.threads:
            one.start()

    def work(self, step, number):
        dice = random.Random(SEED * 100 + number)
        connection = None
        while not self.ended:
            if not self.running.wait(0.2):
                continue
            with self.lock:
                self.busy += 1
            try:
                if connection is None:
                    connection = http.client.HTTPConnection("127.0.0.1", self.house.http, timeout=5)
                step(connection, dice)
            except (OSError, http.client.HTTPException):
                connection.close()
                connection = None
                time.sleep(0.01)
            finally:
                with self.lock:
                    self.busy -= 1

    def rest(self):
        self.running.clear()
        self.house.until(lambda: self.busy == 0, 20)

    def ask(self, connection, method, path, body=None, key="shop"):
        headers = {"Authorization": "Bearer " + KEYS[key], "Content-Type": "application/json"}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    def message(self, dice):
        return {"to": f"+44{dice.choice(('7', '1', '9'))}{dice.randrange(10**8):08}", "from": "Shop", "text": "x" * dice.choice((10, 10, 200))}

    def submit(self, connection, dice):
        if dice.random() < 0.3:
            status, body = self.ask(connection, "POST", "/v1/messages/batch", {"messages": [self.message(dice) for _ in range(8)]})
            taken = [one for one in body.get("results", []) if "id" in one] if status == 202 else []
        else:
            # Some are for later, and cancelled at once.
            later = dice.random() < 0.2
            at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.house.today() + 86_400))
            status, body = self.ask(connection, "POST", "/v1/messages", dict(self.message(dice), **({"send_at": at} if later else {})))
            taken = [body] if status == 202 else []
        with self.lock:
            self.refused += status == 402
            for one in taken:
                self.acknowledged[one["id"]] = one.get("price", "0.000")
        if len(taken) == 1 and taken[0]["state"] == "scheduled":
            self.ask(connection, "DELETE", "/v1/messages/" + taken[0]["id"])

    def pay_in(self, connection, dice):
        with self.lock:
            waiting = [reference for reference, (_, answered) in self.entries.items() if not answered]
            reference = waiting[0] if waiting else f"pay-{len(self.entries)}"
            amount = self.entries.get(reference, (f"{dice.randrange(1, 900) / 1000:.3f}", False))[0]
            self.entries[reference] = (amount, False)
        status, _ = self.ask(connection, "POST", "/v1/accounts/shop/credit", {"amount": amount, "reference": reference}, "boss")
        if status in (200, 201):
            with self.lock:
                self.entries[reference] = (amount, True)
        time.sleep(0.02)


class Shop(House):
    def today(self):
        return time.time()

    def purse(self):
        entries, cursor = [], ""
        while True:
            purse = self.ask("GET", f"/v1/accounts/shop/credit?limit=1000{cursor}", key="boss").json()
            entries += purse["entries"]
            if not purse.get("next_cursor"):
                return dict(purse, entries=entries)
            cursor = f"&cursor={purse['next_cursor']}"

    def at_rest(self):
        """Purse and messages of one moment: what the network says meanwhile changes the purse, then they are read again."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            before = self.purse()
            messages = {m["id"]: m for m in self.everything()}
            if self.purse() == before and before["reserved"] == "0.000":
                return before, messages
            time.sleep(0.1)
        sys.exit("the purse does not come to rest")

    def hold_books(self, load, when):
        purse, messages = self.at_rest()
        kept = sum(thousandths(m["price"]) for m in messages.values() if "price" in m and not m.get("refunded"))
        paid_in = sum(thousandths(e["amount"]) for e in purse["entries"])
        good = self.check(f"{when}: {purse['paid_in']} paid in = {purse['balance']} + the prices of {len(messages)} messages, {purse['refunded']} given back",
                          paid_in == thousandths(purse["balance"]) + kept and paid_in == thousandths(purse["paid_in"]), (paid_in, kept, purse["balance"]))
        wrong = [i for i, price in load.acknowledged.items() if i not in messages or messages[i].get("price", "0.000") != price]
        good &= self.check("... every acknowledged message is there at its price", not wrong, wrong[:3])
        there = {e["reference"]: e["amount"] for e in purse["entries"]}
        lost = [r for r, (amount, answered) in load.entries.items() if answered and there.get(r) != amount]
        good &= self.check("... every entry, once", not lost and len(there) == len(purse["entries"]), lost[:3])
        return good and self.check("... and nothing was spent that was not there", thousandths(purse["balance"]) >= 0, purse["balance"])


def main():
    with Shop(sys.argv[1]) as house:
        house.write("prices.csv", "447,0.035\n441,0.007\n449,0\n")
        house.configure(shop=PREPAID, extra=TABLE.format(house.path("prices.csv")))
        house.centre("--error", "ESME_RINVDSTADR:10", "--undelivered", "10", "--rejected", "10", "--receipt-delay", "30")
        house.serve()
        load = Load(house)
        try:
            for kill in range(KILLS):
                load.running.set()
                time.sleep(random.uniform(0.3, 1.5))
                house.gateway.send_signal(signal.SIGKILL)
                house.gateway.wait()
                load.rest()
                house.serve()
                if not house.hold_books(load, f"kill {kill + 1}"):
                    break
        finally:
            load.ended = True
            load.running.set()
            for one in load.threads:
                one.join()
        purse = house.purse()
        house.check("enough was paid to prove something", len(load.acknowledged) > 20 * KILLS and thousandths(purse["refunded"]) > 0,
                    (len(load.acknowledged), purse["refunded"]))
        print(f"{len(load.acknowledged)} acknowledged, {load.refused} refused for want of credit, {purse['charged']} charged, {purse['refunded']} given back")
        return house.finish()


sys.exit(main())
