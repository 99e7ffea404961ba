"""Kills `hermod serve` with SIGKILL at random moments while an application submits by a session, and holds the ledgers against each other.

smpp_crash.py BUILD KILLS [smpp|ucp|cimd2]: what the application speaks; the network speaks SMPP.
Ledgers, all outside of the gateway: the application's (application.py: names that were acknowledged, every receipt and message that it was
delivered), the simulated SMSC's (every message that it took), the handsets' centre's (peers/centre.py: every message from a handset that
the gateway acknowledged; the simulator does not tell which). In between the application's connections are cut too. At the end must hold:
  - every acknowledged message is known, delivered, and was sent at least once: none lost
  - the SMSC took a message twice only if the gateway calls it a possible duplicate, at most a window's worth after each kill, and never
    because of the application's loss
  - the application got a receipt of every acknowledged message, and every acknowledged message from a handset, at least once
  - what it got twice is at most its deliver windows after each kill or cut
"""

import bisect
import collections
import os
import random
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from application import Bind, Ledger  # noqa: E402
from application_ucp import UcpBind  # noqa: E402
from centre import Centre, deliver_body  # noqa: E402
from cimd2_application import Login  # noqa: E402
from cimd2_door import Cimd2Door  # noqa: E402
from door import Door  # noqa: E402
from gateway import free_port  # noqa: E402
from ucp_door import UcpDoor  # noqa: E402

BUILD, KILLS = sys.argv[1], int(sys.argv[2])
# Of each protocol: its door, its sessions, the field of a message that it is called by, the word for "delivered".
DOOR, SESSION, NAME, DELIVERED = {"smpp": (Door, Bind, "id", "DELIVRD"), "ucp": (UcpDoor, UcpBind, "client_ref", "0"),
                                  "cimd2": (Cimd2Door, Login, "client_ref", "4")}[
    sys.argv[3] if len(sys.argv) > 3 else "smpp"]
SEED = int(os.environ.get("SEED", str(random.randrange(1 << 30))))
RATE, HANDSET_RATE = int(os.environ.get("RATE", "600")), 60  # a second
BINDS, WINDOW, DELIVER_WINDOW = 2, 50, 30
random.seed(SEED)
print(f"seed {SEED}, {KILLS} kills, {RATE} messages a second, {BINDS} binds, windows {WINDOW} and {DELIVER_WINDOW}", flush=True)


class Handsets:
    """Messages of their own text, at a rate, through the second connector."""

    def __init__(self, port):
        self.centre, self.count, self.began = Centre(port), 0, time.monotonic()

    def go_on(self):
        if self.centre.pending() > 500:  # a gateway that is away: they wait
            self.began += 0.02
            return
        while self.count < (time.monotonic() - self.began) * HANDSET_RATE:
            self.count += 1
            text = f"from handset {self.count}"
            self.centre.deliver(text, deliver_body(f"4477009{self.count:05}", "88222", text.encode()))


def pass_time(seconds, handsets):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        handsets.go_on()
        time.sleep(0.02)


def make_trouble(door, binds, handsets):
    """When the gateway was killed, when a connection was cut."""
    kills, cuts = [], []
    for number in range(KILLS):
        pass_time(random.uniform(0.0, 0.9), handsets)
        if random.random() < 0.5:
            cuts.append(time.time())
            random.choice(binds).cut_now = True
            pass_time(random.uniform(0.05, 0.4), handsets)
        kills.append(time.time())
        door.end(door.gateway, signal.SIGKILL)
        door.serve(ready=False)
        if (number + 1) % 20 == 0:
            print(f"{number + 1} kills", flush=True)
    return kills, cuts


def worst_after(events, again):
    """The most of these times after one event; those before the first count for nobody and are returned as well."""
    per = collections.Counter(bisect.bisect_right(events, t) for t in again)
    return max(per.values(), default=0), per[0]


def twice(ledger):
    return [t for times in ledger.values() for t in times[1:]]


def hold_against(door, ledger, handsets, kills, cuts):
    messages = {m[NAME]: m for m in door.everything() if m["direction"] == "to_handset"}
    taken = collections.defaultdict(list)
    for line in door.read("ledger").splitlines():
        fields = line.split("\t")
        taken[fields[3].lstrip("+")].append(int(fields[1]) / 1e6)
    acknowledged, check = ledger.acknowledged, door.check
    check("enough was acknowledged to prove something", len(acknowledged) >= KILLS * 50, len(acknowledged))
    lost = [i for i in acknowledged if i not in messages]
    check("every acknowledged message is known", not lost, (len(lost), lost[:3]))
    not_ended = [(i, messages[i]["state"]) for i in acknowledged if i in messages and messages[i]["state"] != "delivered"]
    check("every acknowledged message is delivered", not not_ended, (len(not_ended), not_ended[:3]))
    never = [i for i, to in acknowledged.items() if not taken[to]]
    check("every acknowledged message was sent to the centre", not never, (len(never), never[:3]))
    strange = [(i, to) for i, to in acknowledged.items() if i in messages and messages[i]["to"].lstrip("+") != to]
    check("the id is the acknowledged message's", not strange, strange[:3])

    by_recipient = {m["to"].lstrip("+"): m for m in messages.values()}
    unflagged = [to for to, times in taken.items() if len(times) > 1 and not by_recipient.get(to, {}).get("possible_duplicate")]
    check("what was sent twice is flagged", not unflagged, (len(unflagged), unflagged[:3]))
    sent_twice = twice(taken)
    alone = [by_recipient[to]["id"] for to, times in taken.items() if len(times) > 1 and to in by_recipient][:20]
    check("so says a message asked for alone", all(door.get(i).get("possible_duplicate") for i in alone), alone)
    worst, early = worst_after(kills, sent_twice)
    check("at most the connector's window is sent twice after a kill", worst <= WINDOW and early == 0, (worst, early))

    untold = [i for i in acknowledged if i not in ledger.receipts]
    check("a receipt of every acknowledged message reached the application", not untold, (len(untold), untold[:3]))
    wrong = [(i, s) for i, s in ledger.states.items() if s != DELIVERED]
    check("all receipts say delivered", not wrong, wrong[:3])
    unknown = [i for i in ledger.receipts if i not in messages]
    check("no receipt names an unknown message", not unknown, unknown[:3])
    told_twice = twice(ledger.receipts)
    troubles = sorted(kills + cuts)
    worst_told, early = worst_after(troubles, told_twice)
    from_handsets = handsets.centre.acknowledged()
    silent = [t for t in from_handsets if t not in ledger.handsets]
    check("enough messages came from handsets", len(from_handsets) >= KILLS * 10, len(from_handsets))
    check("every acknowledged message from a handset reached the application", not silent, (len(silent), silent[:3]))
    made_up = [t for t in ledger.handsets if not t.startswith("from handset ")]
    check("no other message came from a handset", not made_up, made_up[:3])
    handed_twice = twice(ledger.handsets)
    worst_all, early_all = worst_after(troubles, sorted(told_twice + handed_twice))
    check("at most the deliver windows are told twice after a kill or a cut", worst_all <= BINDS * DELIVER_WINDOW and early_all == 0,
          (worst_all, early_all))
    flagged = sum(1 for m in messages.values() if m.get("possible_duplicate"))
    print(f"{KILLS} kills, {len(cuts)} cuts: {len(acknowledged)} acknowledged of {ledger.next} submitted, {len(messages)} stored, {len(lost)} lost; "
          f"{len(sent_twice)} sent twice (most after one kill: {worst}, window {WINDOW}), {flagged} flagged; "
          f"{len(ledger.receipts)} receipts, {len(told_twice)} twice (most: {worst_told}); {len(from_handsets)} from handsets acknowledged, "
          f"{len(silent)} lost, {len(handed_twice)} twice; both together at most {worst_all} after one; refused {dict(ledger.refused)}", flush=True)


def main():
    with DOOR(BUILD) as door:
        handset_port = free_port()
        handsets = Handsets(handset_port)
        door.open(centre=("--answer-delay", "2", "--receipt-delay", "20"), ready=False,
                  shop=f"window = {WINDOW}\ndeliver_window = {DELIVER_WINDOW}\n", connector=f"window = {WINDOW}\n",
                  extra=f"""
[[connector]]
name = "handsets"
type = "smpp"
address = "127.0.0.1:{handset_port}"
system_id = "hermod"
password = "env:PASSWORD"
mode = "receiver"
inbound_account = "shop"
reconnect_min_ms = 50
reconnect_max_ms = 200
""")
        ledger = Ledger()
        binds = [SESSION(door.port, ledger, WINDOW, RATE / BINDS) for _ in range(BINDS)]
        for bind in binds:
            bind.start()
        kills, cuts = make_trouble(door, binds, handsets)
        pass_time(1, handsets)
        for bind in binds:
            bind.finished = True
        # What was stored must end by itself now, and the application must hear of it.
        quiet = door.until(lambda: handsets.centre.pending() == 0 and not any(b.waiting for b in binds) and door.metric("hermod_queue_depth") == 0
                           and door.metric("hermod_queue_in_flight") == 0 and door.metric("hermod_callback_events_pending") == 0, 120, 0.1)
        door.check("every message ends", quiet, (handsets.centre.pending(), door.metric("hermod_queue_depth"), door.metric("hermod_callback_events_pending")))
        told = door.until(lambda: ledger.receipts.keys() >= ledger.acknowledged.keys(), 30, 0.1)
        door.check("the last receipts come", told)
        time.sleep(0.5)  # for what is said twice
        hold_against(door, ledger, handsets, kills, cuts)
        for bind in binds:
            bind.stopping = True
        handsets.centre.stop()
        return door.finish()


sys.exit(main())
