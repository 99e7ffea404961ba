"""A gateway whose only network is MTN's by HTTP, through good and bad times. See run.sh."""

import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from gateway import House  # noqa: E402

UNICODE = "Žluťoučký kůň & \"uvozovky\" <b> 😀"
LONG = "Straße " + "0123456789" * 30
CODE = "11221"
ECHO = "+4499000000"
SECRETS = {"CALLBACK_TOKEN": "t0ken-of-callbacks", "CLIENT": "the-client-id", "CLIENT_SECRET": "s3cret-of-the-client", "API_KEY": "k3y-of-the-api",
           "SP_PASSWORD": "pa55word-of-the-sp"}
GOOD = ("--client-id", SECRETS["CLIENT"], "--client-secret", SECRETS["CLIENT_SECRET"], "--api-key", SECRETS["API_KEY"], "--sp-id", "000201",
        "--sp-password", SECRETS["SP_PASSWORD"], "--echo", ECHO, "--deliver-retry", "100")
MADAPI = """
api_key = "env:API_KEY"
token_url = "SCHEME://127.0.0.1:PORT/v1/oauth/access_token/accesstoken?grant_type=client_credentials"
client_id = "env:CLIENT"
client_secret = "env:CLIENT_SECRET"
"""
INTERFACES = {
    "madapi-v3": 'base_url = "SCHEME://127.0.0.1:PORT/v3/sms"' + MADAPI,
    "madapi-v2": 'base_url = "SCHEME://127.0.0.1:PORT/v2"' + MADAPI,
    "madapi-v1": 'base_url = "SCHEME://127.0.0.1:PORT/v1/messages"' + MADAPI,
    "parlayx": 'base_url = "SCHEME://127.0.0.1:PORT"\nsp_id = "000201"\nsp_password = "env:SP_PASSWORD"\nservice_id = "35000001"\n',
}
TOLD = 'public_url = "http://127.0.0.1:HTTP"\ncaller = { query = "token", secret = "env:CALLBACK_TOKEN" }\n'


class Mtn(House):
    speaks = "mtn"

    def __init__(self, build):
        super().__init__(build)
        self.environment.update(SECRETS)
        self.ledger_from = 0
        self.interface = ""
        base = f"http://127.0.0.1:{self.http}/in/mtn"
        token = SECRETS["CALLBACK_TOKEN"]
        # Of a network that was started anew, and knows of no registration.
        self.known = ("--receipt-url", f"{base}/receipts?token={token}", "--inbound-url", f"{base}/messages?token={token}&code={CODE}")

    def configure_mtn(self, interface, more="", told=True, scheme="http"):
        self.interface = interface
        table = INTERFACES[interface] + (TOLD if told else "") + more
        table = table.replace("SCHEME", scheme).replace("PORT", str(self.smpp)).replace("HTTP", str(self.http))
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
type = "mtn"
interface = "{interface}"
codes = ["{CODE}"]
connections = 10
inbound_account = "shop"
answer_seconds = 2
reconnect_min_ms = 20
reconnect_max_ms = 100
{table}
[[route]]
name = "default"
to = ["operator"]
""")

    def again(self, *arguments, **more):
        """The gateway with another configuration."""
        if self.gateway and self.gateway.poll() is None:
            self.end(self.gateway)
        self.configure_mtn(*arguments, **more)
        self.serve()

    def network(self, *options):
        """Another network with these options, in place of the one before."""
        self.ledger_from = len(self.taken())
        self.centre("--ledger", self.path("ledger"), *GOOD, *options)

    def taken(self):
        """What the network took: (source, destination, text)."""
        if not os.path.exists(self.path("ledger")):
            return []
        rows = [line.split("\t") for line in self.read("ledger").splitlines()]
        return [(f[2], f[3], bytes.fromhex(f[7]).decode()) for f in rows]

    def taken_now(self):
        return self.taken()[self.ledger_from:]

    def check(self, name, holds, seen=""):
        return super().check(f"{self.interface}: {name}", holds, seen)

    def all_reach(self, ids, state, seconds=30.0):
        self.until(lambda: all(self.get(i).get("state") == state for i in ids), seconds, 0.05)
        return [self.get(i) for i in ids if self.get(i).get("state") != state]

    def from_handsets(self):
        return [m for m in self.everything() if m["direction"] == "from_handset" and not m.get("part_of")]

    def logged(self, words, since=0):
        return self.until(lambda: words in self.read("serve.log")[since:], 10, 0.05)


def there(house):
    """Short, Unicode and long messages, with the receipts that a subscription or the message itself asked for."""
    for name, text in (("short", "Hello {€}"), ("Unicode", UNICODE), ("long", LONG)):
        got = house.reaches(house.send(text=text), "delivered")
        house.check(f"a {name} message is sent, and its receipt finds it", got.get("state") == "delivered", got)
        source, to, taken = house.taken_now()[-1]
        house.check("... as it was written, in one call", (source, to.lstrip("+"), taken) == ("Shop", got["to"].lstrip("+"), text), (source, to, taken))
    got = house.send(text="no receipt", receipt=False)
    got = house.reaches(got, "submitted")
    house.check("a message that wants no receipt ends where it was taken", got.get("state") == "submitted", got)


def back(house, texts=("Hello {€}", UNICODE, LONG)):
    """What is sent to the echo's number comes back as a handset's message, to the address that was registered."""
    before = len(house.from_handsets())
    for text in texts:
        house.send(to=ECHO, text=text, **{"from": CODE})
    house.until(lambda: len(house.from_handsets()) >= before + len(texts), 20)
    came = house.from_handsets()[:len(house.from_handsets()) - before]
    house.check("messages from a handset come in: short, Unicode, long", sorted(m.get("text", "") for m in came) == sorted(texts), came)
    house.check("... with their addresses", {(m["from"].lstrip("+"), m["to"]) for m in came} == {(ECHO[1:], CODE)}, came[:1])


def receipts(house):
    option, state = ("--rejected", "rejected") if house.interface == "madapi-v3" else ("--undelivered", "undelivered")
    house.network(*house.known, option, "100")
    got = house.reaches(house.send(), state)
    house.check(f"a message that ends {state} is told so", got.get("state") == state, got)
    house.network(*house.known, "--receipt-before-answer")
    bad = house.all_reach([house.send() for _ in range(20)], "delivered")
    house.check("receipts that overtake the answer find their messages", not bad, bad[:2])
    house.network(*house.known, "--receipt-twice", "100")
    repeated = house.metric('hermod_receipts_total{match="repeated"}')
    bad = house.all_reach([house.send() for _ in range(10)], "delivered")
    more = house.until(lambda: house.metric('hermod_receipts_total{match="repeated"}') - repeated >= 10, 10)
    house.check("a receipt that comes twice is recognised", not bad and more, bad[:2])
    forged = house.ask("POST", "/in/mtn/receipts?token=wrong", {"clientCorrelatorId": "x", "deliveryStatus": "DELIVERED"}, key=None)
    house.check("who does not know the token brings nothing", forged.status == 403, forged)
    unclear = house.ask("POST", f"/in/mtn/receipts?token={SECRETS['CALLBACK_TOKEN']}", b"what?", key=None)
    house.check("what is not understood says what is missing", unclear.status == (500 if house.interface == "parlayx" else 400)
                and b"missing: " in unclear.body, unclear)


def faults(house):
    soap = house.interface == "parlayx"
    house.network(*house.known, "--throttle-every", "4")
    throttled = house.metric("hermod_connector_throttled_total")
    bad = house.all_reach([house.send() for _ in range(12)], "delivered", 60)
    house.check("who is throttled sends all the same", not bad, bad[:2])
    house.check("... and counts it", house.metric("hermod_connector_throttled_total") - throttled >= 3, house.metric("hermod_connector_throttled_total"))
    house.network(*house.known, "--error", "400/SVC0004:100" if soap else "400/5000:100")
    got = house.reaches(house.send(), "rejected")
    house.check("a refusal is final, and says why", got.get("state") == "rejected" and ("SVC0004" if soap else "5000") in got.get("reason", ""), got)
    house.network(*house.known, "--error", "200/SVC0003:100" if soap else "200/6000:100")
    mark = len(house.read("serve.log"))
    if soap:
        got = house.reaches(house.send(), "rejected")
        house.check("a fault inside of HTTP 200 is a failure", got.get("state") == "rejected" and "SVC0003" in got.get("reason", ""), got)
    else:
        message = house.send()
        house.check("no funds, said inside of HTTP 200, is told to the operator", house.logged("code 6000", mark), house.read("serve.log")[mark:])
        house.check("... and the message waits", house.get(message).get("state") not in ("rejected", "delivered"), house.get(message))
        house.network(*house.known)
        house.check("... until there are some", house.reaches(message, "delivered", 60).get("state") == "delivered", house.get(message))
    house.network(*house.known, "--error", "503:50")
    bad = house.all_reach([house.send() for _ in range(6)], "delivered", 60)
    house.check("the network's own trouble is tried again", not bad, bad[:2])
    house.network(*house.known, "--disconnect-every", "7", "--disconnect-inside-answer")
    bad = house.all_reach([house.send() for _ in range(30)], "delivered", 60)
    house.check("a connection that breaks again and again is made again, nothing is lost", not bad, bad[:2])
    house.network(*house.known, "--never-answer", "30")
    ids = [house.send() for _ in range(8)]
    bad = house.all_reach(ids, "delivered", 90)
    house.check("what is never answered is sent again", not bad, bad[:2])
    destinations = [row[1].lstrip("+") for row in house.taken_now()]
    twice = {to for to in destinations if destinations.count(to) > 1}
    flagged = {m["to"].lstrip("+") for m in map(house.get, ids) if m.get("possible_duplicate")}
    house.check("... and flagged as a possible duplicate", twice <= flagged and twice, (twice, flagged))


def credentials(house):
    """A token that ends, and one that the network does not know any more; an SDP that does not know us."""
    if house.interface == "parlayx":
        house.centre("--sp-id", "000201", "--sp-password", "another", "--ledger", house.path("ledger"))
        got = house.reaches(house.send(), "rejected")
        house.check("a wrong password is a refusal with its code", "SVC0901" in got.get("reason", ""), got)
        house.network(*house.known)
        return
    house.network(*house.known, "--token-life", "1")
    bad = []
    for _ in range(4):
        bad += house.all_reach([house.send()], "delivered")
        time.sleep(0.5)
    house.check("a token is renewed before and after its end", not bad, bad[:2])
    mark = len(house.read("serve.log"))
    house.centre("--api-key", "another", "--ledger", house.path("ledger"))
    message = house.send()
    refused = house.logged("provider refuses us", mark)
    house.check("a wrong key is told, and costs no message", refused and house.get(message).get("state") not in ("rejected", "delivered"), house.get(message))
    house.network(*house.known)
    house.check("... with the right network it works again", house.reaches(message, "delivered", 60).get("state") == "delivered", house.get(message))


def reconnect(house):
    house.end(house.smsc)
    house.smsc = None
    ids = [house.send() for _ in range(20)]
    down = house.until(lambda: house.metric("hermod_connector_binds") == 0, 10)
    house.check("a network that is gone is seen", down, house.metric("hermod_connector_binds"))
    house.network(*house.known)
    bad = house.all_reach(ids, "delivered", 60)
    house.check("what was accepted meanwhile is delivered when it is back", not bad, bad[:2])
    destinations = [row[1] for row in house.taken_now()]
    house.check("... once each", len(destinations) == len(set(destinations)) == 20, len(destinations))


def shutdown(house):
    house.network(*house.known, "--answer-delay", "300")
    ids = [house.send() for _ in range(20)]
    house.until(lambda: house.metric("hermod_connector_window_used") >= 10, 5)
    house.check("it leaves in order while answers are under way", house.end(house.gateway) == 0)
    house.serve()
    bad = house.all_reach(ids, "delivered", 60)
    house.check("what was in flight is delivered", not bad, bad[:2])
    twice = [m["id"] for m in map(house.get, ids) if m.get("possible_duplicate")]
    destinations = [row[1] for row in house.taken_now()]
    house.check("... once each", not twice and len(destinations) == len(set(destinations)) == 20, (twice, len(destinations)))


def subscriptions(house):
    """Registered at start, given up at stop; what a killed run left behind is found."""
    house.end(house.gateway)
    house.network()
    mark = len(house.read("serve.log"))
    house.again(house.interface)
    house.check("our address is registered at start", house.logged('"subscribed"', mark), house.read("serve.log")[mark:])
    house.check("it is given up at stop", house.end(house.gateway) == 0 and house.logged('"unsubscribed"', mark), house.read("serve.log")[mark:])
    mark = len(house.read("serve.log"))
    house.serve()
    house.check("... so that the next run finds nothing in its way", house.logged('"subscribed"', mark)
                and "registered already" not in house.read("serve.log")[mark:], house.read("serve.log")[mark:])
    there(house)
    back(house)
    house.gateway.kill()
    house.gateway.wait()
    mark = len(house.read("serve.log"))
    house.serve()
    words = "registered already" if house.interface == "madapi-v3" else '"subscribed"'
    found = house.logged(words, mark)
    house.check("a registration that a killed run left behind is used, or made anew", found, house.read("serve.log")[mark:][-800:])
    back(house, ["after a kill"])


def asked(house, interface):
    """v2 and v1 where nobody can call us: receipts and messages are asked for."""
    house.end(house.gateway)
    house.network()
    house.again(interface, "status_seconds = 1\npoll_seconds = 1\n", told=False)
    got = house.reaches(house.send(text=UNICODE), "delivered", 30)
    house.check("what became of a message is asked for", got.get("state") == "delivered", got)
    before = len(house.taken_now())
    text = "".join(f"{n:03}" for n in range(134))
    got = house.reaches(house.send(text=text), "delivered", 40)
    house.check("a long message arrives whole", got.get("state") == "delivered"
                and "".join(row[2] for row in sorted(house.taken_now()[before:], key=lambda row: text.find(row[2]))) == text, house.taken_now()[before:])
    house.check("... in as many calls as the interface needs", len(house.taken_now()) - before == (3 if interface == "madapi-v2" else 1),
                house.taken_now()[before:])
    back(house, ("Hello {€}", UNICODE, "poll & more"))
    house.network("--error", "200/5001:100")
    got = house.reaches(house.send(), "rejected", 20)
    house.check("a failure inside of HTTP 200 is a failure", got.get("state") == "rejected" and "5001" in got.get("reason", ""), got)
    house.end(house.gateway)
    house.network()
    mark = len(house.read("serve.log"))
    house.again(interface, "poll_seconds = 1\n")
    house.check("our address is registered", house.logged('"subscribed"', mark), house.read("serve.log")[mark:])
    got = house.reaches(house.send(**{"from": CODE}), "delivered", 20)
    house.check("where we can be told, we are", got.get("state") == "delivered", got)


def asked_by_soap(house):
    """ParlayX where nobody can call us: getSmsDeliveryStatus."""
    house.end(house.gateway)
    house.network("--receipt-delay", "1500")
    house.again("parlayx", "status_seconds = 1\n", told=False)
    got = house.reaches(house.send(text=UNICODE), "delivered", 30)
    house.check("what became of a message is asked for, until it is known", got.get("state") == "delivered", got)


def tls(house):
    certificate, key = house.path("certificate.pem"), house.path("key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", certificate, "-days",
                    "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
    os.chmod(key, 0o600)
    house.end(house.gateway)
    house.network(*house.known, "--tls-certificate", certificate, "--tls-key", key)
    house.again("madapi-v3", f'tls_authorities = "{certificate}"\n', scheme="https")
    bad = house.all_reach([house.send(text=UNICODE) for _ in range(10)], "delivered")
    house.check("with TLS, token and all", not bad and len(house.taken_now()) == 10, bad[:2])


def main():
    with Mtn(sys.argv[1]) as house:
        house.network()
        for interface in ("madapi-v3", "parlayx"):
            house.again(interface)
            checked = house.run("check", "--config", house.path("hermod.toml"))
            house.check("the configuration is right", checked.returncode == 0, checked.stdout + checked.stderr)
            for part in (subscriptions, receipts, faults, credentials, reconnect, shutdown):
                part(house)
        for interface in ("madapi-v2", "madapi-v1"):
            asked(house, interface)
        asked_by_soap(house)
        tls(house)
        log = house.read("serve.log")
        secrets = [name for name, value in SECRETS.items() if name != "CLIENT" and value in log]
        house.check("nothing secret is in the log", not secrets, secrets)
        return house.finish()


sys.exit(main())
