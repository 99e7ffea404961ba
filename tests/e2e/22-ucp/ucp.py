"""A gateway whose only network speaks UCP, through good and bad times. See run.sh."""

import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from gateway import House  # noqa: E402
from relay import Relay, ucp_frame  # noqa: E402
from ucp_dissect import dissected  # noqa: E402

UNICODE = "Žluťoučký kůň 😀"
ECHO = "+4499000000"
GOOD = ("--user", "hermod", "--password", "secret", "--utc-offset", "120", "--echo", ECHO)


class Ucp(House):
    speaks = "ucp"

    def __init__(self, build):
        super().__init__(build)
        self.relay = Relay(self.smpp, ucp_frame)

    def configure_ucp(self, more=""):
        return self.write("hermod.toml", f"""[store]
url = "sqlite:{self.path("hermod.db")}"
reserve_mb = 1
[http]
listen = ["127.0.0.1:{self.http}"]
[[account]]
name = "shop"
api_key = "env:SHOP_KEY"
[[connector]]
name = "operator"
type = "ucp"
address = "127.0.0.1:{self.relay.port}"
user = "hermod"
password = "env:PASSWORD"
window = 10
inbound_account = "shop"
retry_seconds = 1
throttle_pause_ms = 50
reconnect_min_ms = 20
reconnect_max_ms = 100
errors = {{ operation_not_allowed = "throttled" }}
{more}
[[route]]
name = "default"
to = ["operator"]
""")

    def network(self, *options):
        """Another centre with these options; returns when the gateway has logged in to it."""
        self.ledger_from = len(self.taken())
        self.centre("--ledger", self.path("ledger"), *options)
        return self.until(lambda: self.metric("hermod_connector_binds") == 1, 10)

    def taken(self):
        """What the centre took: (source, destination, has a header, coding, octets)."""
        if not os.path.exists(self.path("ledger")):
            return []
        rows = [line.split("\t") for line in self.read("ledger").splitlines()]
        return [(f[2], f[3], int(f[4], 16) != 0, int(f[5], 16), bytes.fromhex(f[7])) for f in rows]

    def taken_now(self):
        return self.taken()[self.ledger_from:]

    def all_reach(self, ids, state, seconds=20.0):
        self.until(lambda: all(self.get(i).get("state") == state for i in ids), seconds, 0.05)
        return [self.get(i) for i in ids if self.get(i).get("state") != state]


def there(house):
    """Short, Unicode and long messages, names and numbers as senders."""
    got = house.reaches(house.send(text="Hello {€}"), "delivered")
    house.check("a message is sent, and its receipt finds it", got.get("state") == "delivered", got)
    source, _, header, coding, octets = house.taken_now()[-1]
    house.check("... in the GSM alphabet, from a packed name", (source, header, coding, octets) ==
                ("0753F41B0E", False, 0, b"Hello \x1b(\x1be\x1b)"), (source, header, coding, octets))
    got = house.reaches(house.send(text=UNICODE, **{"from": "+4915112345"}), "delivered")
    source, _, header, coding, octets = house.taken_now()[-1]
    house.check("Unicode arrives as it left", got.get("state") == "delivered" and (source, header, coding) == ("4915112345", False, 8)
                and octets.decode("utf-16-be") == UNICODE, (source, header, coding, octets))
    text = "".join(chr(ord("a") + n % 26) for n in range(400))
    before = len(house.taken_now())
    got = house.reaches(house.send(text=text), "delivered")
    parts = [row[4] for row in house.taken_now()[before:]]
    house.check("a long message is three parts, each with its receipt", got.get("state") == "delivered" and got.get("parts") == 3, got)
    house.check("... which a header ties together", [p[:3] + p[4:6] for p in parts] == [bytes([5, 0, 3, 3, n]) for n in (1, 2, 3)]
                and b"".join(p[6:] for p in parts).decode() == text, parts)


def back(house):
    """What is sent to the echo's number comes back as a handset's message."""
    long_text = "Straße " + "0123456789" * 30
    texts = ["Hello {€}", UNICODE, long_text, "ж" * 100]
    for text in texts:
        house.send(to=ECHO, text=text, **{"from": "88222"})
    def handsets():  # parts, too, as long as their message is not whole
        return [m for m in house.everything() if m["direction"] == "from_handset" and not m.get("part_of")]
    house.until(lambda: sorted(m.get("text", "") for m in handsets()) == sorted(texts), 10)
    came = handsets()
    house.check("messages from a handset come in: short, Unicode, long", sorted(m.get("text", "") for m in came) == sorted(texts), came)
    house.check("... with their addresses", {(m["from"].lstrip("+"), m["to"]) for m in came} == {(ECHO[1:], "88222")}, came[:1])


def validity(house):
    got = house.send(text="until then", validity_seconds=7200)
    house.reaches(got, "delivered")
    frames = [octets for from_client, octets in house.relay.records if from_client and b"/O/51/" in octets]
    vp = frames[-1].split(b"/")[16].decode()
    # The centre is two hours ahead, and two hours are left.
    wanted = [time.strftime("%d%m%y%H%M", time.gmtime(time.time() + 4 * 3600 + d)) for d in (-120, -60, 0)]
    house.check("a validity is said in the centre's own time", vp in wanted, (vp, wanted))


def receipts(house):
    house.network(*GOOD, "--undelivered", "100")
    message = house.send()
    got = house.reaches(message, "undelivered")
    house.check("a failed delivery is told with its reason", got.get("state") == "undelivered" and got.get("reason") == "not delivered: unknown subscriber (Rsn 101)", got)
    house.network(*GOOD, "--receipt-before-answer")
    bad = house.all_reach([house.send() for _ in range(20)], "delivered")
    house.check("receipts that overtake the result find their messages", not bad, bad[:2])
    house.network(*GOOD, "--same-second")
    to = house.number()
    ids = [house.send(to=to, text=text) for text in ("one", "two", "x" * 400)]
    bad = house.all_reach(ids, "delivered")
    house.check("messages that the centre gives one name get their receipts all", not bad, bad[:2])


def faults(house):
    house.network(*GOOD, "--throttle-every", "3")
    bad = house.all_reach([house.send() for _ in range(30)], "delivered")
    house.check("who is throttled sends all the same", not bad, bad[:2])
    house.check("... and counts it", house.metric("hermod_connector_throttled_total") >= 10, house.metric("hermod_connector_throttled_total"))
    house.network(*GOOD, "--error", "06:100")
    got = house.reaches(house.send(), "rejected")
    house.check("a refusal is final, and says why", got.get("state") == "rejected" and got.get("reason", "").startswith("adc_invalid"), got)
    house.network(*GOOD, "--error", "system_error:50")
    bad = house.all_reach([house.send() for _ in range(10)], "delivered", 40)
    house.check("the centre's own trouble is tried again", not bad, bad[:2])
    house.network(*GOOD, "--disconnect-every", "7", "--disconnect-inside-frame")
    bad = house.all_reach([house.send() for _ in range(40)], "delivered", 60)
    house.check("a connection that breaks again and again is made again, nothing is lost", not bad, bad[:2])
    house.network(*GOOD, "--answer-twice", "50")
    bad = house.all_reach([house.send() for _ in range(20)], "delivered")
    house.check("a result that comes twice settles nobody else", not bad, bad[:2])


def login(house):
    house.centre("--user", "hermod", "--password", "another")
    seen = house.until(lambda: "EC 07, authentication failure" in house.read("serve.log"), 10)
    house.check("a refused login is told, and tried again", seen, house.read("serve.log")[-300:])
    house.check("... with the right centre it works again", house.network(*GOOD) and house.still_good())


def shutdown(house):
    house.network(*GOOD, "--answer-delay", "300")
    ids = [house.send() for _ in range(20)]
    house.until(lambda: house.metric("hermod_connector_window_used") >= 10, 5)
    house.check("it leaves in order while results are under way", house.end(house.gateway) == 0)
    house.serve()
    bad = house.all_reach(ids, "delivered")
    house.check("what was in flight is delivered", not bad, bad[:2])
    twice = [m["id"] for m in map(house.get, ids) if m.get("possible_duplicate")]
    destinations = [row[1] for row in house.taken_now()]
    house.check("... once each", not twice and len(destinations) == len(set(destinations)) == 20, (twice, destinations))


def dialects(house):
    """Receipts that name the recipient without its country; text in ASCII, or as packed septets, by the dialect alone."""
    house.end(house.gateway)
    house.configure_ucp('dialect = ["national_receipts", "amsg_is_ira"]')
    house.serve()
    house.network(*GOOD, "--national-receipts")
    bad = house.all_reach([house.send(text=text) for text in ("a@b_c", "5 €")], "delivered")
    house.check("receipts that spell the recipient in national form find their messages", not bad, bad)
    said = {row[4] for row in house.taken_now()}
    house.check("... text is ASCII, and what ASCII lacks packed septets", said == {b"a@b_c", bytes.fromhex("35D0A60C")}, said)


def main():
    with Ucp(sys.argv[1]) as house:
        house.ledger_from = 0
        house.configure_ucp()
        house.centre("--ledger", house.path("ledger"), *GOOD)
        house.serve()
        for part in (there, back, validity, receipts, faults, login, shutdown, dialects):
            part(house)
        dissected(house, list(house.relay.records), 400, {51, 52, 53, 60})
        house.relay.close()
        return house.finish()


sys.exit(main())
