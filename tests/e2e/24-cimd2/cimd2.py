"""The gateway as a CIMD2 application: before the simulated centre, which misbehaves as it is told, and before Kannel's."""

import os
import random
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from cimd2_tshark import read_by_tshark  # noqa: E402
from gateway import House, free_port  # noqa: E402
import relay  # noqa: E402

ECHO = "+4915199999999"
LONG = "Eine lange Nachricht mit Umlauten: äöüß {[€]} _unterstrichen_ @home " + "0123456789 " * 30
UNICODE = "Привет, мир! Ваш код 123456 😀 " * 4
KANNEL = "/usr/lib/kannel/test/test_cimd2"
# The combinations of the default conversion that the texts here need.
PAIRS = {b"Oa": "@", b"--": "_", b"a\"": "ä", b"o\"": "ö", b"u\"": "ü", b"ss": "ß", b"qq": "\"", b"gd": "Δ"}
EXTENSION = {b"(": "{", b")": "}", b"<": "[", b">": "]", b"e": "€"}


class Relay(relay.Relay):
    def __init__(self, target):
        super().__init__(target, relay.ucp_frame)  # from STX to ETX, as UCP's

    def packets(self, operation, from_client=True):
        """The parameters of all packets of that operation that passed, each a list of (number, value)."""
        with self.lock:
            seen = [octets for side, octets in self.records if side == from_client and octets[1:3] == operation]
        return [[tuple(field.split(b":", 1)) for field in octets.split(b"\t")[1:-1]] for octets in seen]


def text_of(octets):
    """Parameter 033 of a link of seven bits."""
    out, at = "", 0
    while at < len(octets):
        pair = octets[at + 1:at + 3]
        if octets[at:at + 1] != b"_":
            out, at = out + chr(octets[at]), at + 1
        elif pair == b"XX":
            out, at = out + EXTENSION[octets[at + 3:at + 4]], at + 4
        else:
            out, at = out + PAIRS[pair], at + 3
    return out


class Links(House):
    """The gateway, a relay that records, and behind it one centre after the other."""

    def __init__(self, build):
        super().__init__(build)
        self.centre_port = free_port()
        self.relay = Relay(self.centre_port)

    def configure_cimd2(self, connector="", relay=None):
        return self.write("hermod.toml", f"""[store]
url = "sqlite:{self.path("hermod.db")}"
reserve_mb = 1
[http]
listen = ["127.0.0.1:{self.http}"]
[[account]]
name = "shop"
api_key = "env:SHOP_KEY"
[[account]]
name = "rival"
api_key = "env:RIVAL_KEY"
[[account]]
name = "boss"
api_key = "env:BOSS_KEY"
admin = true
[[connector]]
name = "operator"
type = "cimd2"
address = "127.0.0.1:{(relay or self.relay).port}"
user = "hermod"
password = "env:PASSWORD"
window = 20
inbound_account = "shop"
reconnect_min_ms = 50
reconnect_max_ms = 200
{connector}
[[route]]
name = "default"
to = ["operator"]
""")

    def cimd2_centre(self, *options, wait=True):
        """A simulated centre, in place of the one before."""
        if self.smsc:
            self.end(self.smsc)
        self.smsc = self.start("simulate", "cimd2", "--listen", f"127.0.0.1:{self.centre_port}", "--user", "hermod", "--password", "secret",
                               "--ledger", self.path("ledger"), *options, log="smsc.log")
        if not self.until(lambda: self.connects(self.centre_port), 10):
            sys.exit("the simulated centre does not listen")
        if wait and self.gateway:
            self.until(lambda: self.answers("/readyz") == 200, 10)

    def taken(self):
        """What the centres took: recipient -> list of (id, header flag, coding, user data)."""
        found = {}
        for line in self.read("ledger").splitlines():
            fields = line.split("\t")
            found.setdefault(fields[3], []).append((fields[0], int(fields[4], 16), int(fields[5], 16), bytes.fromhex(fields[7])))
        return found

    def joined(self, recipient):
        """The text that a recipient's handset would show, and in how many parts it came."""
        parts = {}
        rows = self.taken().get(recipient, [])
        for _, headed, coding, octets in rows:
            number = octets[5] if headed else 1
            body = octets[octets[0] + 1:] if headed else octets
            parts[number] = body.decode("utf-16-be", "surrogatepass").encode("utf-16-be", "surrogatepass") if coding == 8 else text_of(body).encode("utf-16-be")
        return b"".join(parts[n] for n in sorted(parts)).decode("utf-16-be"), len(rows)

    def many(self, count, **fields):
        """Ids of messages to numbers of their own, by batches."""
        ids = []
        for begin in range(0, count, 100):
            batch = [self.message(**fields) for _ in range(min(100, count - begin))]
            answer = self.ask("POST", "/v1/messages/batch", {"messages": batch})
            if answer.status not in (200, 202):
                self.check("a batch is accepted", False, answer)
                return ids
            ids += [m["id"] for m in answer.json()["results"]]
        return ids

    def states(self, ids):
        wanted = set(ids)
        return [m["state"] for m in self.everything() if m["id"] in wanted]

    def all_reach(self, ids, state, seconds=20.0):
        self.until(lambda: set(self.states(ids)) == {state}, seconds, 0.1)
        return self.states(ids)

    def inbound(self, text):
        return [m for m in self.everything() if m["direction"] == "from_handset" and m.get("text") == text]


def plain_service(house):
    house.cimd2_centre("--echo", ECHO)
    house.configure_cimd2()
    house.serve()
    for name, text, parts in (("a short text", "Grüße von {uns} _@_", 1), ("a long text", LONG, 3), ("a Unicode text", UNICODE, 2)):
        to = house.number()
        message = house.reaches(house.send(to=to, text=text), "delivered")
        house.check(f"{name} is delivered", message["state"] == "delivered", message)
        shown, rows = house.joined(to)
        house.check(f"{name} arrives as it was said, in {parts} parts", (shown, rows) == (text, parts), (shown, rows))
    for name, text in (("a short text", "Ärger mit dem Echo? [Nein]"), ("a long text", LONG), ("a Unicode text", UNICODE)):
        house.send(to=ECHO, text=text, **{"from": "88222"})
        got = house.until(lambda: house.inbound(text), 10)
        house.check(f"{name} from a handset comes in whole", len(got or []) == 1 and got[0]["from"] == ECHO and got[0]["to"] == "88222", got)
    submits = house.relay.packets(b"03")
    house.check("every submit asks for reports by flags, and names its sender", all({b"021", b"056"} <= {n for n, _ in p} for p in submits), submits[:2])
    logins = house.relay.packets(b"01")
    house.check("the login asks for the window", (b"019", b"20") in logins[0], logins[0])


def verdicts(house):
    house.cimd2_centre("--error", "300:100")
    message = house.reaches(house.send(), "rejected")
    house.check("a refused message is rejected with the centre's code and its name", message["state"] == "rejected" and "incorrect destination address" in str(message), message)
    house.cimd2_centre("--throttle-every", "3")
    ids = house.many(60)
    states = house.all_reach(ids, "delivered", 60)
    house.check("throttled messages are delivered all the same", set(states) == {"delivered"} and len(states) == 60, states)
    house.check("the centre did throttle", house.metric("hermod_connector_throttled_total") > 0 or "900:10" in str(house.relay.packets(b"53", False)))
    for option, state, words in (("--undelivered", "undelivered", "absent subscriber"), ("--expired", "expired", "validity period expired"), ("--deleted", "undelivered", "message deleted")):
        house.cimd2_centre(option, "100")
        message = house.reaches(house.send(), state)
        house.check(f"{option[2:]} is {state}, with the reason", message["state"] == state and words in str(message), message)


def matching(house):
    house.cimd2_centre("--receipt-before-answer")
    ids = house.many(50)
    states = house.all_reach(ids, "delivered")
    house.check("reports that overtake the response find their messages", set(states) == {"delivered"}, states)
    house.cimd2_centre("--same-second")
    to = house.number()
    ids = [house.send(to=to, text=f"number {n}") for n in range(3)] + [house.send(to=to, text=LONG)]
    states = house.all_reach(ids, "delivered")
    house.check("messages to one recipient with one timestamp all get their word", states == ["delivered"] * 4, states)
    house.cimd2_centre("--answer-twice", "50", "--no-checksum")
    states = house.all_reach(house.many(50), "delivered")
    house.check("answers that come twice, without checksums, do no harm", set(states) == {"delivered"}, states)


def connections(house):
    house.end(house.smsc, signal.SIGKILL)
    ids = house.many(20)
    house.cimd2_centre()
    states = house.all_reach(ids, "delivered")
    house.check("what was accepted while the centre was away is delivered when it is back", set(states) == {"delivered"}, states)
    house.cimd2_centre("--disconnect-every", "7", "--disconnect-inside-pdu")
    ids = house.many(40)
    states = house.all_reach(ids, "delivered", 60)
    house.check("a centre that breaks inside its answers gets everything in the end", set(states) == {"delivered"}, states)
    house.cimd2_centre("--window", "0")
    ids = house.many(20)
    states = house.all_reach(ids, "delivered")
    house.check("a centre that knows no window is spoken to one at a time", set(states) == {"delivered"}, states)


def shutdown_in_flight(house):
    house.cimd2_centre("--answer-delay", "300")
    ids = house.many(60)
    house.until(lambda: len(house.taken()) > 0 and house.metric("hermod_connector_window_used") > 0, 5)
    begin = time.monotonic()
    house.check("a gateway with submits under way leaves with 0", house.end(house.gateway) == 0)
    house.check("... within its drain time", time.monotonic() - begin < 20)
    logged_out = house.relay.packets(b"02")
    house.check("... and logs out", len(logged_out) > 0)
    house.cimd2_centre(wait=False)
    house.serve()
    states = house.all_reach(ids, "delivered", 60)
    house.check("after its return all that it had accepted is delivered", set(states) == {"delivered"} and len(states) == 60, states)
    twice = [m for m in house.everything() if m["id"] in set(ids) and len(house.taken().get(m["to"], [])) > 1]
    house.check("nothing was sent twice", not twice, twice[:2])


def killed(house):
    """kill -9 at moments of its own choosing: nothing acknowledged is lost, and what was taken twice is flagged."""
    house.cimd2_centre("--answer-delay", "5")
    seed = int(os.environ.get("SEED", str(random.randrange(1 << 30))))
    random.seed(seed)
    print(f"seed {seed}", flush=True)
    ids = []
    for _ in range(3):
        for _ in range(4):
            ids += house.many(100)
        time.sleep(random.uniform(0, 0.3))  # how long it lives is the die's to say
        house.end(house.gateway, signal.SIGKILL)
        house.serve(ready=False)
    states = house.all_reach(ids, "delivered", 90)
    house.check("after three kills every acknowledged message is delivered", set(states) == {"delivered"} and len(states) == 1200, {s: states.count(s) for s in states})
    taken = house.taken()
    twice = [m for m in house.everything() if m["id"] in set(ids) and len(taken.get(m["to"], [])) > 1]
    flagged = [m for m in twice if house.get(m["id"]).get("possible_duplicate")]
    house.check("what the centre took twice is flagged", len(flagged) == len(twice), [m["id"] for m in twice if m not in flagged][:3])
    # Under way, and answered within the milliseconds before (an answer's commit is lazy): at full speed a window's worth each.
    house.check("at most two windows' worth a kill were taken twice", len(twice) <= 3 * 2 * 20, len(twice))


class Kannel:
    """Kannel's own test centre. activity 1: it takes submits; 3: besides, it delivers so many messages of random octets, one after the other."""

    def __init__(self, house, activity, most=0):
        self.house, self.port = house, free_port()
        with open(house.path("kannel.log"), "a") as out:
            self.process = subprocess.Popen([KANNEL, "--user", "hermod", "--password", "secret", "--port", str(self.port), "--activity", str(activity),
                                             "--max", str(most), "--logging", "2"], stdout=out, stderr=out, cwd=house.folder)
        house.children.append(self.process)
        house.until(lambda: "socket" in house.read("kannel.log") or self.process.poll() is not None, 1)
        self.relay = Relay(self.port)  # it takes one connection in its life: nobody may try whether it listens

    def serve(self):
        self.house.end(self.house.gateway)
        self.house.configure_cimd2(connector='validity = "none"', relay=self.relay)
        self.house.serve()


def before_kannel(house):
    if not os.access(KANNEL, os.X_OK):
        print("kannel-extras is not installed: its centre is left out", flush=True)
        return
    kannel = Kannel(house, activity=1)
    kannel.serve()
    for name, text, parts in (("a short text", "Grüße {von} uns_@", 1), ("a long text", LONG, 3), ("a Unicode text", UNICODE, 2)):
        before = len(kannel.relay.packets(b"53", False))
        message = house.reaches(house.send(text=text), "submitted")
        answers = kannel.relay.packets(b"53", False)[before:]
        house.check(f"Kannel's centre takes {name}", message["state"] == "submitted" and len(answers) == parts, (message, answers))
        house.check("... without an error", all(b"900" not in dict(a) and dict(a)[b"060"] for a in answers), answers)
    logins = kannel.relay.packets(b"51", False)
    house.check("one login, accepted", len(logins) == 1 and not logins[0], logins)
    kannel.relay.close()
    house.end(kannel.process)

    spouting = Kannel(house, activity=3, most=20)
    before = len([m for m in house.everything() if m["direction"] == "from_handset"])
    spouting.serve()
    house.until(lambda: len(spouting.relay.packets(b"70")) >= 20, 20)
    delivered, answers = spouting.relay.packets(b"20", False), spouting.relay.packets(b"70")
    house.check("every message of random octets that Kannel's centre delivers is answered", len(answers) == len(delivered) >= 20, (len(delivered), len(answers)))
    house.check("... with a success", not any(answers), answers[:3])
    came = len([m for m in house.everything() if m["direction"] == "from_handset"]) - before
    house.check("... and is here", came == len({tuple(d) for d in delivered}), (came, len(delivered)))
    spouting.relay.close()
    house.end(spouting.process)


def main():
    with Links(sys.argv[1]) as house:
        plain_service(house)
        verdicts(house)
        matching(house)
        connections(house)
        shutdown_in_flight(house)
        killed(house)
        read_by_tshark(house, house.relay.records, ours_from_client=True)
        before_kannel(house)
        return house.finish()


if __name__ == "__main__":
    sys.exit(main())
