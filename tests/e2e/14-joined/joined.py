"""Long messages from handsets through two connectors, each with two binds: one account hears by its session, the other by a webhook.

The centres are the test's own (peers/centre.py), for what must be told exactly: which part goes when, on which bind, and that it was
acknowledged. Every message has a sender of its own, so whatever arrives says which it is.
"""

import collections
import itertools
import os
import random
import signal
import struct
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from applications import SessionApplication, WebhookApplication  # noqa: E402
from centre import Centre, deliver_body  # noqa: E402
from door import Door, free_port, tlv  # noqa: E402

BUILD = sys.argv[1]
SEED = int(os.environ.get("SEED", str(random.randrange(1 << 30))))
JOIN_SECONDS = 3
random.seed(SEED)
print(f"seed {SEED}", flush=True)
senders = (f"44770090{n:04}" for n in itertools.count())
references = itertools.count(1)


class Long:
    """A message cut into parts; how: 8 or 16 bits of reference, or the sar_ TLVs; coding 0 or 8."""

    def __init__(self, parts=3, how="8", coding=0, text=None, reference=None, source=None):
        self.source, self.how, self.coding, self.parts = source or next(senders), how, coding, parts
        self.reference = next(references) % 250 if reference is None else reference
        size = 134 if coding else 150
        self.text = text or "".join(random.choices("abcdefghijklmnopqrstuvwxyz0123456789 ", k=(size // (2 if coding else 1)) * parts - 20))
        octets = self.text.encode("utf-16-be" if coding else "ascii")
        self.pieces = [octets[at:at + size] for at in range(0, len(octets), size)]
        assert len(self.pieces) == parts, (len(self.pieces), parts)

    def said(self, part):
        """The text of one part alone."""
        return self.pieces[part - 1].decode("utf-16-be" if self.coding else "ascii")

    def body(self, part):
        piece = self.pieces[part - 1]
        if self.how == "sar":
            tlvs = tlv(0x020C, struct.pack(">H", self.reference)) + tlv(0x020E, bytes([self.parts])) + tlv(0x020F, bytes([part]))
            return deliver_body(self.source, "88222", piece, 0, self.coding, tlvs)
        header = (bytes([5, 0, 3, self.reference, self.parts, part]) if self.how == "8"
                  else struct.pack(">BBBHBB", 6, 8, 4, self.reference, self.parts, part))
        return deliver_body(self.source, "88222", header + piece, 0x40, self.coding)


class Way:
    """One connector with its centre, and the application at its other end."""

    def __init__(self, name, door, application):
        self.name, self.door, self.application = name, door, application
        self.port = free_port()
        self.centre = Centre(self.port)
        self.expected, self.handed = {}, set()

    def hand(self, message, part, bind=None):
        name = (message.source, message.reference, part, message.text)
        self.handed.add(name)
        self.centre.deliver(name, message.body(part), bind)

    def expect(self, message, text=None):
        self.expected.setdefault(message.source, []).append(text if text is not None else message.text)

    def settled(self):
        return self.centre.pending() == 0 and self.handed <= self.centre.acknowledged()

    def bound(self):
        return len(self.centre.receiving()) >= 2

    def heard(self, message):
        return [text for source, text in self.application.told if source == message.source]


def arrives_once(way, what, messages, seconds=2.0):
    """Each as expected, once, and nothing else of these senders."""
    door = way.door
    door.check(f"{way.name}: the network has its answers, {what}", door.until(way.settled, 10), way.centre.refused[:3])
    door.until(lambda: all(len(way.heard(m)) >= len(way.expected[m.source]) for m in messages), seconds + 5)
    wrong = [(m.source, m.how, [t[:30] for t in way.heard(m)]) for m in messages if sorted(way.heard(m)) != sorted(way.expected[m.source])]
    door.check(f"{way.name}: {what}", not wrong, wrong[:3])


def orders(way):
    """Every order of arrival, repetitions, and both binds, all mixed with each other."""
    kinds = [Long(2), Long(3), Long(3, "16"), Long(4, "sar"), Long(3, coding=8), Long(2, "16", text=None, coding=8)]
    pair = Long(2, coding=8, text="x" * 66 + "\U0001F600" + "y" * 30)  # cut in the middle of a UTF-16 pair
    kinds.append(pair)
    many = kinds + [Long(random.randint(2, 6), random.choice(("8", "16", "sar"))) for _ in range(20)]
    # Two handsets with one reference, and one handset with two references at the same time.
    same = [Long(3, reference=251), Long(3, reference=251)]
    same.append(Long(2, reference=252, source=same[0].source))
    many += same
    for m in many:
        way.expect(m)
    pieces = [(m, part) for m in many for part in range(1, m.parts + 1)]
    pieces += random.sample(pieces, len(pieces) // 2)  # said twice
    random.shuffle(pieces)
    for number, (message, part) in enumerate(pieces):
        way.hand(message, part, number % 2)
    backwards = Long(5)
    way.expect(backwards)
    for part in range(5, 0, -1):
        way.hand(backwards, part, part % 2)
    return many + [backwards]


def repeated_when_whole(way):
    message = Long(2)
    way.expect(message)
    for part in (2, 1):
        way.hand(message, part)
    way.door.until(lambda: way.heard(message), 5)
    for part in (1, 2, 1):
        way.hand(message, part)
    return [message]


def restart(door, ways):
    door.end(door.gateway, signal.SIGKILL)
    door.serve(ready=False)
    door.check("both binds of both connectors are back", door.until(lambda: all(way.bound() for way in ways), 10))


def restart_between(door, ways):
    halves = {}
    for way in ways:
        mine = halves[way] = [Long(3, how) for how in ("8", "16", "sar")] + [Long(2, coding=8)]
        for m in mine:
            way.expect(m)
            for part in range(2, m.parts + 1):
                way.hand(m, part)
    door.check("the first parts are acknowledged", door.until(lambda: all(way.settled() for way in ways), 10))
    restart(door, ways)
    for way in ways:
        for m in halves[way]:
            way.hand(m, 2)  # a repetition of what came before the restart
            way.hand(m, 1)
    for way in ways:
        arrives_once(way, "what was cut by a restart arrives whole, once", halves[way])


def incomplete(door, ways):
    """One loses a part before a restart, one has no restart."""
    halves = {}
    for way in ways:
        halves[way] = [Long(3), Long(2, coding=8)]
        way.hand(halves[way][0], 3)
        way.hand(halves[way][0], 1)
    door.until(lambda: all(way.settled() for way in ways), 10)
    restart(door, ways)
    began = time.monotonic()
    for way in ways:
        way.hand(halves[way][1], 1)
    door.until(lambda: all(way.settled() for way in ways), 10)
    early = [m.source for way in ways for m in halves[way] if way.heard(m)]
    waited = time.monotonic() - began
    door.check("nobody is told of what is not whole yet", not early or waited >= JOIN_SECONDS, early)
    for way in ways:
        first, second = halves[way]
        way.expect(first, first.said(1) + first.said(3))
        way.expect(second, second.said(1))
        arrives_once(way, "what never becomes whole arrives as it is, once", halves[way], JOIN_SECONDS + 3)
        by_sender = collections.defaultdict(list)
        for m in door.everything(key=way.key):
            if m["direction"] == "from_handset" and not m.get("part_of"):
                by_sender[m["from"].lstrip("+")].append(m.get("missing_parts", 0))
        missing = [by_sender[m.source] for m in halves[way]]
        door.check(f"{way.name}: it is marked with what is missing", missing == [[1], [1]], missing)


def kills_at_random(door, ways, times=6):
    """Then what is told may be told again, but each whole exists once."""
    all_of = {way: [] for way in ways}
    for _ in range(times):
        for way in ways:
            mine = [Long(random.randint(2, 4)) for _ in range(6)]
            all_of[way] += mine
            pieces = [(m, part) for m in mine for part in range(1, m.parts + 1)]
            random.shuffle(pieces)
            for m in mine:
                way.expect(m)
            for m, part in pieces:
                way.hand(m, part)
        time.sleep(random.uniform(0, 0.06))
        restart(door, ways)
    for way in ways:
        door.check(f"{way.name}: the network has its answers after {times} kills", door.until(way.settled, 10), way.centre.pending())
        told = door.until(lambda: all(way.heard(m) for m in all_of[way]), 15)
        time.sleep(JOIN_SECONDS + 1.5)  # for halves that should not be there
        wrong = [(m.source, [t[:20] for t in way.heard(m)]) for m in all_of[way] if set(way.heard(m)) != {m.text}]
        door.check(f"{way.name}: after {times} kills each arrived whole, and nothing else did", told and not wrong, wrong[:3])
        wholes = collections.Counter(m["from"].lstrip("+") for m in door.everything(key=way.key)
                                     if m["direction"] == "from_handset" and not m.get("part_of"))
        several = [(m.source, wholes[m.source]) for m in all_of[way] if wholes[m.source] != 1]
        door.check(f"{way.name}: each whole is stored once", not several, several[:3])
        again = sum(len(way.heard(m)) - 1 for m in all_of[way])
        print(f"   {way.name}: {len(all_of[way])} messages over {times} kills, {again} told twice", flush=True)


def main():
    with Door(BUILD) as door:
        hook = WebhookApplication(door.app)
        session = SessionApplication(door)
        ways = [Way("session", door, session), Way("webhook", door, hook)]
        ways[0].key, ways[1].key = "shop", "hook-key-0123456789abcdef"
        door.environment["HOOK_KEY"] = ways[1].key
        connectors = "".join(f"""
[[connector]]
name = "{way.name}"
type = "smpp"
address = "127.0.0.1:{way.port}"
system_id = "hermod"
password = "env:PASSWORD"
binds = 2
inbound_account = "{account}"
reconnect_min_ms = 20
reconnect_max_ms = 100
""" for way, account in zip(ways, ("shop", "hook")))
        door.open(ready=False, extra=f"""
[inbound]
join_seconds = {JOIN_SECONDS}
[callbacks]
allow_private = ["127.0.0.0/8"]
[[account]]
name = "hook"
api_key = "env:HOOK_KEY"
callback_url = "http://127.0.0.1:{door.app}/events"
callback_secret = "env:CALLBACK_SECRET"
{connectors}""")
        session.start()
        door.check("both binds of both connectors are there", door.until(lambda: all(way.bound() for way in ways), 10))
        door.check("the application's session is there", door.until(lambda: session.binds, 10))
        mixed = {way: orders(way) for way in ways}
        for way in ways:
            arrives_once(way, "parts in any order, repeated, over two binds: each whole once", mixed[way])
        for way in ways:
            arrives_once(way, "parts repeated after the whole was told: not told again", repeated_when_whole(way))
        restart_between(door, ways)
        incomplete(door, ways)
        for way in ways:
            late = [(m.source, [t[:30] for t in way.heard(m)]) for m in mixed[way] if sorted(way.heard(m)) != sorted(way.expected[m.source])]
            door.check(f"{way.name}: nothing of the first ones came later", not late, late[:3])
        repeated = len(hook.ids) - len(set(hook.ids))
        door.check("the webhook was not called twice for one event", repeated == 0, repeated)
        kills_at_random(door, ways)
        session.stopping = True
        hook.stop()
        for way in ways:
            way.centre.stop()
        return door.finish()


sys.exit(main())
