"""Kills `hermod serve` with SIGKILL at random moments while SIM cards send and receive, and holds the ledgers against each other.

Ledgers outside of the gateway: ids that were answered 202; what the network took; what the network had for the modems. At the end
must hold:
  - every acknowledged message is known, and delivered: none lost
  - the network took a message twice only if the gateway calls it a possible duplicate, and at most one for each modem and kill
  - every message from a handset that the network had for a modem is known here: none lost; nothing stays in the SIMs
"""

import collections
import os
import random
import signal
import socket
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from gateway import House, free_port  # noqa: E402

KILLS, MODEMS = int(sys.argv[2]), 8
SEED = int(os.environ.get("SEED", str(random.randrange(1 << 30))))
random.seed(SEED)


class Modems(House):
    def configure_modems(self):
        tables = "".join(f'[[connector.modem]]\nname = "sim{n}"\ndevice = "{self.path("modem")}{n}"\n' for n in range(1, MODEMS + 1))
        self.write("hermod.toml", f"""[store]
url = "sqlite:{self.path("hermod.db")}"
reserve_mb = 1
[http]
listen = ["127.0.0.1:{self.http}"]
[[account]]
name = "shop"
api_key = "env:SHOP_KEY"
[[connector]]
name = "sims"
type = "modem"
inbound_account = "shop"
answer_seconds = 2
send_seconds = 5
poll_seconds = 1
reconnect_min_ms = 20
reconnect_max_ms = 100
{tables}
[[route]]
name = "default"
to = ["sims"]
""")

    def say(self, line):
        with socket.create_connection(("127.0.0.1", self.control), 5) as s:
            s.sendall(line.encode() + b"\n")
            return s.makefile().readline().strip()


def main():
    with Modems(sys.argv[1]) as house:
        print(f"seed {SEED}, {KILLS} kills, {MODEMS} modems", flush=True)
        house.control = free_port()
        house.configure_modems()
        house.start("simulate", "modem", "--modems", str(MODEMS), "--link", house.path("modem"), "--control", f"127.0.0.1:{house.control}",
                    "--ledger", house.path("ledger"), "--delivered", house.path("delivered"), "--answer-delay", "40", "--receipt-delay", "100",
                    "--quiet", log="smsc.log")
        house.until(lambda: house.connects(house.control), 10)
        house.serve()
        acknowledged, handed_over, ending = [], [], threading.Event()

        # On and on, also while nobody answers.
        def load():
            while not ending.is_set():
                try:
                    answer = house.ask("POST", "/v1/messages", house.message(), timeout=5)
                    if answer.status == 202:
                        acknowledged.append(answer.json()["id"])
                except OSError:
                    pass
                time.sleep(0.02)

        # The network has a message for a modem every now and then, each with its own text.
        def come_in():
            while not ending.is_set():
                text = f"number {len(handed_over)} from a handset" + (", and a long one" * 12 if len(handed_over) % 5 == 0 else "")
                if house.say(f"deliver {random.randrange(MODEMS) + 1} +447700900001 {text}") == "ok":
                    handed_over.append(text)
                time.sleep(0.1)

        threads = [threading.Thread(target=load), threading.Thread(target=come_in)]
        for one in threads:
            one.start()
        kills = []
        for _ in range(KILLS):
            house.until(lambda: house.metric("hermod_connector_binds") == MODEMS, 20, 0.05)
            time.sleep(random.uniform(0.05, 1.0))
            house.end(house.gateway, signal.SIGKILL)
            kills.append(time.time())
            house.serve(ready=False)
        house.until(lambda: house.metric("hermod_connector_binds") == MODEMS, 20, 0.05)
        ending.set()
        for one in threads:
            one.join()
        print(f"{len(acknowledged)} acknowledged, waiting for their end", flush=True)
        done = house.until(lambda: house.metric("hermod_queue_depth") == 0 and house.metric("hermod_queue_in_flight") == 0, 120, 0.2)
        house.check("everything leaves the queue", done, house.metric("hermod_queue_depth"))
        wanted = set(acknowledged)
        house.until(lambda: all(m["state"] == "delivered" for m in house.everything() if m["id"] in wanted), 30, 0.5)
        everything = house.everything()
        messages = {m["id"]: m for m in everything}
        house.check("enough was acknowledged to prove something", len(acknowledged) > KILLS * 5, len(acknowledged))
        lost = [i for i in acknowledged if i not in messages]
        house.check("no acknowledged message is lost", not lost, lost[:3])
        open_still = [(i, messages[i]["state"]) for i in acknowledged if i in messages and messages[i]["state"] != "delivered"]
        house.check("... and each is delivered", not open_still, (len(open_still), open_still[:5]))

        taken = collections.defaultdict(list)
        for line in house.read("ledger").splitlines():
            fields = line.split("\t")
            taken[fields[3]].append(int(fields[1]) / 1e6)
        twice = {to: times for to, times in taken.items() if len(times) > 1}
        by_recipient = {m["to"]: m for m in everything if m["direction"] == "to_handset"}
        unflagged = [to for to in twice if not by_recipient[to].get("possible_duplicate")]
        house.check("what went twice is flagged", not unflagged, unflagged[:3])
        per_kill = collections.Counter(max((k for k in kills if k <= again), default=0) for times in twice.values() for again in times[1:])
        house.check("... and at most one a modem and kill", max(per_kill.values(), default=0) <= MODEMS, per_kill)

        def known():
            return collections.Counter(m["text"] for m in house.everything() if m["direction"] == "from_handset" and not m.get("part_of"))
        house.until(lambda: all(text in known() for text in handed_over), 30, 0.5)
        inbound = known()
        missing = [text for text in handed_over if text not in inbound]
        house.check("no message from a handset is lost, short or long", len(handed_over) > KILLS * 3 and not missing, (len(handed_over), missing[:3]))
        again = sum(inbound.values()) - len(set(handed_over))
        house.check("... and only those come again that a kill found on disk and not yet deleted", again <= KILLS * MODEMS, again)
        def stored():
            return [place for n in range(1, MODEMS + 1) for place in house.say(f"stored {n}").split() if not place.endswith("=0")]
        house.until(lambda: not stored(), 15, 0.5)
        house.check("nothing stays in the SIMs", not stored(), stored())
        print(f"{KILLS} kills: {len(acknowledged)} acknowledged, {len(lost)} lost, {sum(len(t) - 1 for t in twice.values())} sent twice; "
              f"{len(handed_over)} from handsets, {again} of them again", flush=True)
        return house.finish()


sys.exit(main())
