"""Three connectors whose networks call us: an SMPP centre with outbind, MTN's v3 and its ParlayX. See run.sh."""

import collections
import os
import socket
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from ports import free_port  # noqa: E402
from reloading import Reloading, Traffic  # noqa: E402

# Of each network: which of `hermod simulate` it is, and what else it is told.
NETWORKS = {
    "old": ("smsc", ["--outbind-password", "secret"]),
    "guest": ("smsc", ["--outbind-password", "secret", "--inbound-rate", "10", "--inbound-text", "guest"]),
    "new": ("smsc", ["--outbind-password", "other", "--inbound-rate", "10", "--inbound-text", "new"]),
    "mtn": ("mtn", []),
    "sick": ("mtn", ["--never-answer", "20"]),
    "well": ("mtn", []),
}
# Who writes to these numbers is written to from them: the centres', MTN's.
ECHOES = {"smsc": "+4499000000", "mtn": "+4498000000"}
CODES = {"v3": "11221", "soap": "11222"}
TOKEN = "token-0123456789"


class Knocks(threading.Thread):
    """Connects to a port again and again: how often it was let in, how often not."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.over, self.let_in, self.refused = port, threading.Event(), 0, 0

    def run(self):
        while not self.over.wait(0.003):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.port)) == 0:
                    self.let_in += 1
                else:
                    self.refused += 1

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, kind, error, trace):
        """What was to be seen may have been over before the first one: once more at the end."""
        done, end = self.let_in + self.refused, time.monotonic() + 10
        while self.let_in + self.refused < done + 2 and time.monotonic() < end:
            time.sleep(0.003)
        self.over.set()
        self.join(10)


class Called(Reloading):
    def __init__(self, build):
        super().__init__(build)
        self.environment.update(OTHER="other", CALLBACK_TOKEN=TOKEN, CLIENT="client", CLIENT_SECRET="secret-of-the-client")
        self.ports = {name: free_port() for name in NETWORKS}
        self.there = free_port()  # where the centres call us
        self.echoes = 0

    def open(self, name):
        kind, options = NETWORKS[name]
        options = [*options, "--deliver-retry", "100", "--echo", ECHOES[kind]]
        if kind == "smsc":
            options += ["--password", "secret", "--outbind", f"127.0.0.1:{self.there}"]
        else:  # of one that was started anew, and knows of no registration
            base = f"http://127.0.0.1:{self.http}/in/v3"
            options += ["--client-id", "client", "--client-secret", "secret-of-the-client", "--sp-id", "000201", "--sp-password", "secret",
                        "--receipt-url", f"{base}/receipts?token={TOKEN}", "--inbound-url", f"{base}/messages?token={TOKEN}&code={CODES['v3']}"]
        self.network(kind, name, *options)

    def outbind(self, window=10, password="PASSWORD"):
        return f"""[[connector]]
name = "called"
type = "smpp"
address = "127.0.0.1:{self.ports['old']}"
system_id = "hermod"
password = "env:PASSWORD"
inbound_account = "shop"
reconnect_min_ms = 50
reconnect_max_ms = 200
window = {window}
outbind_listen = ["127.0.0.1:{self.there}"]
outbind_password = "env:{password}"
outbind_mode = "transceiver"
outbind_connections = 4
"""

    def mtn(self, network="mtn", connections=10):
        at = f"http://127.0.0.1:{self.ports[network]}"
        tables = {
            "v3": f"""interface = "madapi-v3"
base_url = "{at}/v3/sms"
token_url = "{at}/v1/oauth/access_token/accesstoken?grant_type=client_credentials"
client_id = "env:CLIENT"
client_secret = "env:CLIENT_SECRET"
""",
            "soap": f"""interface = "parlayx"
base_url = "{at}"
sp_id = "000201"
sp_password = "env:PASSWORD"
service_id = "35000001"
""",
        }
        return "".join(f"""[[connector]]
name = "{name}"
type = "mtn"
inbound_account = "shop"
codes = ["{CODES[name]}"]
connections = {connections}
answer_seconds = 60
reconnect_min_ms = 20
reconnect_max_ms = 100
public_url = "http://127.0.0.1:{self.http}"
receipts_path = "/in/{name}/receipts"
messages_path = "/in/{name}/messages"
caller = {{ query = "token", secret = "env:CALLBACK_TOKEN" }}
{table}""" for name, table in tables.items())

    def settings(self, connectors, to=("called", "v3", "soap")):
        echoes = "".join(f'[[route]]\nname = "{name}"\nprefix = ["{ECHOES[kind]}"]\nto = ["{name}"]\n'
                         for kind, name in (("smsc", "called"), ("mtn", "v3")) if name in to)
        super().settings(connectors, list(to), echoes)

    def use(self, connectors, **more):
        self.settings(connectors, **more)
        return self.reload()

    def echo(self, kind="smsc"):
        self.echoes += 1
        answer = self.ask("POST", "/v1/messages", {"to": ECHOES[kind], "from": CODES["v3"], "text": f"echo {self.echoes}"})
        if answer.status != 202:
            self.check("an echo is asked for", False, answer)

    def from_handsets(self):
        return collections.Counter(m.get("text") for m in self.everything() if m["direction"] == "from_handset")

    def hears(self, name):
        """Messages from handsets come by this centre's call."""
        before = self.from_handsets()[name]
        return self.until(lambda: self.from_handsets()[name] >= before + 3, 30, 0.05)

    def sends(self, name, by=5, seconds=30):
        metric = f'hermod_connector_parts_sent_total{{connector="{name}"}}'
        before = self.metric(metric)
        return self.until(lambda: self.metric(metric) >= before + by, seconds, 0.05)

    def all_send(self, when, names=("called", "v3", "soap")):
        for name in names:
            self.check(f"{name} sends {when}", self.sends(name), self.queues())

    def ended(self, name, times, seconds=30):
        return self.until(lambda: self.says("connector_ended", name) >= times, seconds, 0.02)


def listener_stays(house):
    house.check("the centre calls, beside the bind that is made to it", house.until(lambda: house.queues()["called"]["binds"] == 2, 10, 0.02), house.queues())
    lost = f'[[connector]]\nname = "lost"\ntype = "smpp"\naddress = "127.0.0.1:9"\nsystem_id = "x"\ntls = true\ntls_authorities = "{house.path("serve.log")}"\n'
    with Knocks(house.there) as knocks:
        refused = house.use(house.outbind(window=33) + house.mtn() + lost)
        house.check("a reload fails that changes it and one that cannot be made", refused.status == 409 and b"connector lost" in refused.body, refused)
        house.check("... and changes nothing", house.queues()["called"]["window_size"] == 5 * 10 and house.says("connector_ends", "called") == 0, house.queues())
    house.check("... not where it is called either", knocks.let_in > 0 and knocks.refused == 0, (knocks.let_in, knocks.refused))
    house.open("guest")
    house.check("another centre calls, and is served", house.until(lambda: house.queues()["called"]["binds"] == 3, 20, 0.02) and house.hears("guest"), house.queues())

    with Knocks(house.there) as knocks:
        changed = house.use(house.outbind(window=20) + house.mtn())
        house.check("another window, the same port: that is taken over", changed.status == 200 and changed.json()["changed"] == ['[[connector]] "called"'], changed)
        for _ in range(5):
            house.echo()
        house.check("the one before ends", house.ended("called", 1), house.queues())
        house.check("both centres call the new one", house.until(lambda: house.queues()["called"]["binds"] == 3, 10, 0.02) and house.hears("guest"), house.queues())
    house.check("the new settings hold", house.queues()["called"]["window_size"] == 5 * 20, house.queues())
    house.check("no call was refused meanwhile", knocks.let_in > 0 and knocks.refused == 0, (knocks.let_in, knocks.refused))


def stuck(house):
    """All that MTN's connectors have on the wire is what the sick network does not answer."""
    before = len(house.took("sick"))
    return all(house.queues()[name]["in_flight"] == 10 for name in ("v3", "soap")) and not house.until(lambda: len(house.took("sick")) > before, 0.5, 0.05)


def mtn_changes(house):
    for connections in (20, 10):
        changed = house.use(house.outbind(window=20) + house.mtn(connections=connections))
        house.check(f"MTN's connectors get {connections} connections", changed.status == 200 and len(changed.json()["changed"]) == 2, changed)
        for _ in range(3):
            house.echo("mtn")
        for name in ("v3", "soap"):
            house.check(f"{name} begins anew", house.until(lambda: house.says("connector_begins", name) == (1 if connections == 20 else 2), 30, 0.02), house.queues())
            house.check(f"{name}: they hold", house.queues()[name]["window_size"] == connections and house.sends(name), house.queues())

    # A network that leaves requests unanswered, and then another.
    house.check("MTN moves", house.use(house.outbind(window=20) + house.mtn("sick")).status == 200)
    full = house.until(lambda: stuck(house), 60, 0.05)
    house.check("... where much is never answered", full, house.queues())
    began = time.monotonic()
    house.check("it moves again while that is under way", house.use(house.outbind(window=20) + house.mtn("well")).status == 200)
    house.check("what has no answer is waited for, not without end",
                house.ended("v3", 4) and house.ended("soap", 4) and time.monotonic() - began > 5, time.monotonic() - began)
    house.all_send("from the new place", ("v3", "soap"))
    house.check("... it is the new place", house.grows("well"), house.queues())


def to_and_fro(house):
    """Faster than they can end; and gone, and back."""
    with Knocks(house.there) as knocks:
        done = 0
        for turn in range(20):
            done += house.use(house.outbind(window=10 + turn) + house.mtn("well", 10 + turn)).status == 200
            house.echo()
            time.sleep(0.03)
        house.check("twenty changes in a row", done == 20, done)
        house.all_send("at their end")
    house.check("no call was refused", knocks.let_in > 0 and knocks.refused == 0, (knocks.let_in, knocks.refused))
    before = house.says("connector_ended", "called")
    house.check("one is taken out", house.use(house.mtn("well", 29), to=("v3", "soap")).status == 200)
    house.check("its port is closed with it", house.ended("called", before + 1) and not house.connects(house.there))
    back = house.run("reload", "--back", "--url", f"http://127.0.0.1:{house.http}", "--key", "env:BOSS_KEY", timeout=60)
    house.check("going back brings it back", back.returncode == 0 and house.hears("guest"), back)


def another_centre(house):
    """Another password at the same port."""
    house.open("new")
    house.check("who does not know the password is not heard", house.until(lambda: "an outbind that we do not know" in house.read("serve.log"), 10, 0.05)
                and house.from_handsets()["new"] == 0)
    house.check("the password changes", house.use(house.outbind(password="OTHER") + house.mtn("well")).status == 200)
    house.check("now the other centre is served", house.hears("new"), house.queues())


def the_end(house, traffic):
    for one in traffic:
        one.stop()
    acknowledged = set().union(*(one.acknowledged for one in traffic))
    house.check("no request failed", not any(one.faults for one in traffic), [one.faults[:3] for one in traffic])
    quiet = house.until(lambda: all(q["queued"] == q["in_flight"] == q["delayed"] == 0 for q in house.queues().values()), 60, 0.1)
    house.check("nothing waits", quiet, house.queues())

    def sent():
        return [m for m in house.everything() if m["direction"] == "to_handset"]

    def told_but(left):
        return house.until(lambda: all(m["state"] == "delivered" or m["to"].lstrip("+") in left for m in sent()), 60, 0.5)
    left = set(house.took("guest"))  # nobody has heard it since the password changed
    house.check("the new centre has told all, and the guest may again", told_but(left) and house.use(house.outbind() + house.mtn("well")).status == 200)
    told = told_but(set())
    messages = sent()
    house.check("every acknowledged message was delivered, and told so", told and len(messages) == len(acknowledged) + house.echoes,
                (len(messages), len(acknowledged), house.echoes, [m for m in messages if m["state"] != "delivered"][:3]))
    flagged = {m["to"].lstrip("+") for m in messages if m["possible_duplicate"]}
    parts = collections.Counter(number for name in NETWORKS for number in house.took(name))
    whole = {number for name in NETWORKS if NETWORKS[name][0] == "mtn" for number in house.took(name)}  # takes a long text in one request
    often = {n for n in acknowledged if parts[n] != (2 if int(n) % 10 == 0 and n not in whole else 1)}
    missing = [n for n in acknowledged if parts[n] == 0]
    house.check("... each of its parts was taken once, or it is flagged", not missing and often <= flagged, (missing[:3], {n: parts[n] for n in often - flagged}))
    sick = flagged & set(house.took("sick"))
    house.check("... flagged is what the sick network did not answer, and nothing else", len(sick) == len(flagged) == 20, (len(sick), flagged - sick))
    wanted = {f"echo {n + 1}" for n in range(house.echoes)}
    house.check(f"each of {house.echoes} messages from handsets came in", house.until(lambda: wanted <= set(house.from_handsets()), 30, 0.2), house.from_handsets())
    twice = sum(house.from_handsets()[one] > 1 for one in wanted)
    print(f"{len(acknowledged)} messages, {len(flagged)} flagged, {len(often)} taken more than once; {twice} messages from handsets twice; taken by",
          {name: len(house.took(name)) for name in NETWORKS}, flush=True)
    house.check("it ends in order", house.end(house.gateway) == 0)


def main(build):
    with Called(build) as house:
        for name in NETWORKS:
            if name not in ("guest", "new"):
                house.open(name)
        house.settings(house.outbind() + house.mtn())
        house.serve()
        traffic = [Traffic(house.http, 49_151_000_000 + 1_000_000 * i) for i in range(4)]
        for one in traffic:
            one.start()
        house.all_send("at first")
        listener_stays(house)
        mtn_changes(house)
        to_and_fro(house)
        another_centre(house)
        the_end(house, traffic)
        return house.finish()


sys.exit(main(sys.argv[1]))
