"""A gateway whose only network is a provider with an HTTP interface, through good and bad times. See run.sh."""

import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from gateway import House  # noqa: E402

UNICODE = "Žluťoučký kůň & \"uvozovky\" <b> 😀"
LONG = "Straße " + "0123456789" * 30
ECHO = "+4499000000"
TOKEN = "t0ken-of-callbacks"
PASSWORD = "pa55word-of-sends"
GOOD = ("--user", "hermod", "--password", PASSWORD, "--echo", ECHO, "--deliver-retry", "100")

CALLER = """
[connector.caller]
query = "token"
secret = "{callback_secret}"
"""
# Every part a request of JSON.
JSON = """
long = "parts"
auth = { type = "basic", user = "{user}", password = "env:PASSWORD" }
variables = { user = "hermod" }
secrets = { callback_secret = "env:CALLBACK_TOKEN" }
error_code = "json:/code"
error_detail = "json:/message"
errors = { "1013" = "throttled", "2000" = "retry" }
[connector.request]
url = "URL/messages"
[connector.request.json]
to = "{to}"
from = "{from}"
text = "{text}"
"udh?" = "{udh}"
data_coding = "{#data_coding}"
reference = "{id}-{part}"
"receipt_url?" = "{receipt_url}"
inbound_url = "{inbound_url}"
[connector.request.binary]
json = { text = "", data = "{text_hex}" }
[[connector.answer]]
status = "2xx"
where = "json:/id"
verdict = "sent"
id = "json:/id"
[[connector.answer]]
status = "2xx"
where = "json:/code"
verdict = "refused"
[connector.receipts]
path = "/in/operator/receipts"
query = "token={callback_secret}"
id = "json:/id"
recipient = "json:/to"
state = "json:/status"
states = { delivered = "delivered", undelivered = "undelivered", expired = "expired", rejected = "rejected" }
code = "json:/code"
[connector.inbound]
path = "/in/operator/messages"
query = "token={callback_secret}"
from = "json:/from"
to = "json:/to"
text = "json:/text"
hex = "json:/data"
udh = "json:/udh"
""" + CALLER
# The ready-made description of providers that take a query and answer in a line of text.
QUERY = """
provider = "generic"
variables = { url = "URL/send" }
secrets = { user = "env:PROVIDER_USER", password = "env:PASSWORD", callback_secret = "env:CALLBACK_TOKEN" }
"""


class Provided(House):
    speaks = "http"

    def __init__(self, build):
        super().__init__(build)
        self.environment.update(PASSWORD=PASSWORD, CALLBACK_TOKEN=TOKEN, PROVIDER_USER="hermod")
        self.ledger_from = 0

    def configure_http(self, description=JSON, more="", url=None):
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
type = "http"
public_url = "http://127.0.0.1:{self.http}"
connections = 10
inbound_account = "shop"
answer_seconds = 1
reconnect_min_ms = 20
reconnect_max_ms = 100
{more}
{description.replace("URL", url or f"http://127.0.0.1:{self.smpp}")}
[[route]]
name = "default"
to = ["operator"]
""")

    def again(self, *arguments, **more):
        """The gateway with another configuration."""
        self.end(self.gateway)
        self.configure_http(*arguments, **more)
        self.serve()

    def network(self, *options):
        """Another provider with these options, in place of the one before."""
        self.ledger_from = len(self.taken())
        self.centre("--ledger", self.path("ledger"), *options)

    def taken(self):
        """What the provider took: (source, destination, has a header, coding, octets)."""
        if not os.path.exists(self.path("ledger")):
            return []
        rows = [line.split("\t") for line in self.read("ledger").splitlines()]
        return [(f[2], f[3], int(f[4], 16) != 0, int(f[5], 16), bytes.fromhex(f[7])) for f in rows]

    def taken_now(self):
        return self.taken()[self.ledger_from:]

    def all_reach(self, ids, state, seconds=20.0):
        self.until(lambda: all(self.get(i).get("state") == state for i in ids), seconds, 0.05)
        return [self.get(i) for i in ids if self.get(i).get("state") != state]

    def from_handsets(self):
        return [m for m in self.everything() if m["direction"] == "from_handset" and not m.get("part_of")]


def there(house):
    """Short, Unicode, long and binary messages."""
    got = house.reaches(house.send(text="Hello {€}"), "delivered")
    house.check("a message is sent, and its receipt finds it", got.get("state") == "delivered", got)
    source, to, header, coding, octets = house.taken_now()[-1]
    house.check("... with its addresses and its text", (source, to, header, coding, octets.decode()) == ("Shop", got["to"], False, 0, "Hello {€}"),
                (source, to, header, coding, octets))
    got = house.reaches(house.send(text=UNICODE, **{"from": "+4915112345"}), "delivered")
    source, _, header, coding, octets = house.taken_now()[-1]
    house.check("Unicode, quotes and angle brackets arrive as they left", got.get("state") == "delivered"
                and (source, header, coding, octets.decode()) == ("+4915112345", False, 8, UNICODE), (source, header, coding, octets))
    text = "".join(chr(ord("a") + n % 26) for n in range(400))
    before = len(house.taken_now())
    got = house.reaches(house.send(text=text), "delivered")
    parts = sorted((row[4] for row in house.taken_now()[before:]), key=lambda p: p[5])
    house.check("a long message is three parts, each with its receipt", got.get("state") == "delivered" and got.get("parts") == 3, got)
    house.check("... which a header ties together", [p[:3] + p[4:6] for p in parts] == [bytes([5, 0, 3, 3, n]) for n in (1, 2, 3)]
                and b"".join(p[6:] for p in parts).decode() == text, parts)


def back(house):
    """What is sent to the echo's number comes back as a handset's message."""
    texts = ["Hello {€}", UNICODE, LONG, "ж" * 100]
    for text in texts:
        house.send(to=ECHO, text=text, **{"from": "88222"})
    # Parts that wait for the others are messages of their own until then.
    house.until(lambda: sorted(m.get("text", "") for m in house.from_handsets()) == sorted(texts), 10, 0.05)
    came = house.from_handsets()
    got = sorted(m.get("text", "") for m in came)
    house.check("messages from a handset come in: short, Unicode, long", got == sorted(texts), got)
    house.check("... with their addresses", {(m["from"].lstrip("+"), m["to"]) for m in came} == {(ECHO[1:], "88222")}, came[:1])


def receipts(house):
    for option, state in (("--undelivered", "undelivered"), ("--expired", "expired"), ("--rejected", "rejected")):
        house.network(*GOOD, option, "100")
        got = house.reaches(house.send(), state)
        house.check(f"a message that ends {state} is told so", got.get("state") == state, got)
    house.network(*GOOD, "--receipt-before-answer")
    bad = house.all_reach([house.send() for _ in range(20)], "delivered")
    house.check("receipts that overtake the answer find their messages", not bad, bad[:2])
    repeated = house.metric('hermod_receipts_total{match="repeated"}')
    house.network(*GOOD, "--receipt-twice", "100")
    bad = house.all_reach([house.send() for _ in range(10)], "delivered")
    more = house.until(lambda: house.metric('hermod_receipts_total{match="repeated"}') - repeated >= 10, 10)
    house.check("a receipt that comes twice is recognised", not bad and more, (bad[:2], house.metric("hermod_receipts_total")))
    forged = house.ask("POST", "/in/operator/receipts?token=wrong", {"id": "1", "status": "delivered"}, key=None)
    house.check("who does not know the token brings nothing", forged.status == 403, forged)


def faults(house):
    house.network(*GOOD, "--throttle-every", "4")
    throttled = house.metric("hermod_connector_throttled_total")
    bad = house.all_reach([house.send() for _ in range(12)], "delivered", 40)
    house.check("who is throttled sends all the same", not bad, bad[:2])
    house.check("... and counts it", house.metric("hermod_connector_throttled_total") - throttled >= 3, house.metric("hermod_connector_throttled_total"))
    house.network(*GOOD, "--throttle-every", "2", "--retry-after", "1")
    begin = time.monotonic()
    bad = house.all_reach([house.send() for _ in range(2)], "delivered", 20)
    house.check("Retry-After is waited for", not bad and time.monotonic() - begin >= 0.9, (bad, time.monotonic() - begin))
    house.network(*GOOD, "--throttle-every", "2", "--throttle-status", "200/1013")
    bad = house.all_reach([house.send() for _ in range(4)], "delivered", 40)
    house.check("throttling inside of a success is throttling, where the configuration knows the code", not bad, bad[:2])
    house.network(*GOOD, "--error", "400/105:100")
    got = house.reaches(house.send(), "rejected")
    house.check("a refusal is final, and says why", got.get("state") == "rejected" and "105" in got.get("reason", ""), got)
    house.network(*GOOD, "--error", "200/5000:100")
    got = house.reaches(house.send(), "rejected")
    house.check("a failure inside of a success is a failure", got.get("state") == "rejected" and "5000" in got.get("reason", ""), got)
    house.network(*GOOD, "--error", "503:50")
    bad = house.all_reach([house.send() for _ in range(6)], "delivered", 60)
    house.check("the provider's own trouble is tried again", not bad, bad[:2])
    house.network(*GOOD, "--disconnect-every", "7", "--disconnect-inside-answer")
    bad = house.all_reach([house.send() for _ in range(30)], "delivered", 60)
    house.check("a connection that breaks again and again is made again, nothing is lost", not bad, bad[:2])
    house.network(*GOOD, "--answer-twice", "50")
    bad = house.all_reach([house.send() for _ in range(20)], "delivered")
    house.check("an answer that comes twice settles nobody else", not bad, bad[:2])
    house.network(*GOOD, "--never-answer", "30")
    ids = [house.send() for _ in range(8)]
    bad = house.all_reach(ids, "delivered", 60)
    house.check("what is never answered is sent again", not bad, bad[:2])
    destinations = [row[1] for row in house.taken_now()]
    twice = {to for to in destinations if destinations.count(to) > 1}
    flagged = {m["to"] for m in map(house.get, ids) if m.get("possible_duplicate")}
    house.check("... and flagged as a possible duplicate", twice <= flagged and twice, (twice, flagged))


def credentials(house):
    house.network("--user", "hermod", "--password", "another")
    got = house.send()
    seen = house.until(lambda: "provider refuses us" in house.read("serve.log"), 10)
    house.check("wrong credentials are told, and cost no message", seen and house.get(got).get("state") not in ("rejected", "delivered"), house.get(got))
    house.network(*GOOD)
    house.check("... with the right provider it works again", house.reaches(got, "delivered", 30).get("state") == "delivered" and house.still_good(), house.get(got))


def reconnect(house):
    house.end(house.smsc)
    house.smsc = None
    ids = [house.send() for _ in range(20)]
    down = house.until(lambda: house.metric("hermod_connector_binds") == 0, 10)
    house.check("a provider that is gone is seen", down, house.metric("hermod_connector_binds"))
    ids += [house.send() for _ in range(5)]
    house.network(*GOOD)
    bad = house.all_reach(ids, "delivered", 30)
    house.check("what was accepted meanwhile is delivered when it is back", not bad, bad[:2])
    destinations = [row[1] for row in house.taken_now()]
    house.check("... once each", len(destinations) == len(set(destinations)) == 25, len(destinations))


def shutdown(house):
    house.network(*GOOD, "--answer-delay", "300")
    ids = [house.send() for _ in range(20)]
    house.until(lambda: house.metric("hermod_connector_window_used") >= 10, 5)
    house.check("it leaves in order while answers are under way", house.end(house.gateway) == 0)
    house.serve()
    bad = house.all_reach(ids, "delivered")
    house.check("what was in flight is delivered", not bad, bad[:2])
    twice = [m["id"] for m in map(house.get, ids) if m.get("possible_duplicate")]
    destinations = [row[1] for row in house.taken_now()]
    house.check("... once each", not twice and len(destinations) == len(set(destinations)) == 20, (twice, destinations))


def gone_meanwhile(house):
    """The provider keeps its receipts while the gateway is away."""
    house.network(*GOOD, "--receipt-delay", "500")
    ids = [house.send() for _ in range(10)]
    house.until(lambda: len(house.taken_now()) == 10, 5)
    house.end(house.gateway)
    house.serve()
    bad = house.all_reach(ids, "delivered")
    house.check("receipts that came while we were away come again", not bad, bad[:2])


def tls(house):
    certificate, key = house.path("certificate.pem"), house.path("key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", certificate, "-days",
                    "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
    os.chmod(key, 0o600)
    house.network(*GOOD, "--tls-certificate", certificate, "--tls-key", key)
    house.again(url=f"https://127.0.0.1:{house.smpp}", more=f'tls_authorities = "{certificate}"')
    bad = house.all_reach([house.send(text=UNICODE) for _ in range(20)], "delivered")
    house.check("with TLS, too", not bad and len(house.taken_now()) == 20, bad[:2])


def query(house):
    """The other form, by the ready-made description `generic`."""
    base = f"http://127.0.0.1:{house.http}/in/generic"
    forms = ("--receipt-url", f"{base}/receipts?token={TOKEN}", "--inbound-url", f"{base}/messages?token={TOKEN}")
    house.network(*GOOD, *forms)
    house.again(QUERY)
    before = len(house.from_handsets())
    for text in ("Hello {€} & more", UNICODE, LONG):
        got = house.reaches(house.send(text=text), "delivered")
        house.check(f"a query carries \"{text[:20]}\", the provider splits", got.get("state") == "delivered" and house.taken_now()[-1][4].decode() == text, got)
        house.send(to=ECHO, text=text, **{"from": "88222"})
    house.until(lambda: len(house.from_handsets()) >= before + 3, 10)
    came = house.from_handsets()[:-before or None]
    house.check("messages from a handset come in by query", {m["text"] for m in house.from_handsets()} >= {"Hello {€} & more", UNICODE, LONG}
                and len(house.from_handsets()) == before + 3, came)
    house.network(*GOOD, *forms, "--throttle-every", "3")
    bad = house.all_reach([house.send() for _ in range(6)], "delivered", 40)
    house.check("who is throttled in a line of text sends all the same", not bad, bad[:2])
    house.network(*GOOD, *forms, "--error", "200/105:100")
    got = house.reaches(house.send(), "rejected")
    house.check("a refusal in a line of text is final, and says why", got.get("state") == "rejected" and "105" in got.get("reason", ""), got)
    house.network(*GOOD, *forms, "--inbound-rate", "50", "--inbound-by-get")
    before = len(house.from_handsets())
    more = house.until(lambda: len(house.from_handsets()) >= before + 10, 10)
    house.check("a stream of messages from handsets comes in", more, len(house.from_handsets()))
    house.network(*GOOD, *forms)


def main():
    with Provided(sys.argv[1]) as house:
        house.configure_http()
        house.network(*GOOD)
        checked = house.run("check", "--config", house.path("hermod.toml"))
        house.check("the configuration is right", checked.returncode == 0, checked.stdout + checked.stderr)
        house.serve()
        for part in (there, back, receipts, faults, credentials, reconnect, shutdown, gone_meanwhile, tls, query):
            part(house)
        log = house.read("serve.log")
        house.check("nothing secret is in the log", TOKEN not in log and PASSWORD not in log, log[-500:])
        return house.finish()


sys.exit(main())
