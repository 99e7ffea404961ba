"""Networks come and go under traffic: SMPP, UCP, CIMD2 and HTTP, each with a ledger of what it took."""

import collections
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from ports import free_port  # noqa: E402
from reloading import Reloading, Traffic  # noqa: E402

# Of each centre: which of `hermod simulate` it is, and what else it is told.
CENTRES = {
    "red": ("smsc", ["--password", "secret"]),
    "blue": ("smsc", ["--password", "secret"]),
    "blue2": ("smsc", ["--password", "other"]),
    "ucp": ("ucp", ["--password", "secret"]),
    "cimd2": ("cimd2", ["--password", "secret"]),
    "mute": ("smsc", ["--password", "secret", "--never-answer", "100"]),
    "web": ("http", ["--user", "hermod", "--password", "secret"]),
}


class Networks(Reloading):
    def __init__(self, build):
        super().__init__(build)
        self.environment.update(OTHER="other", PROVIDER_USER="hermod", CALLBACK_TOKEN="token-0123456789")
        self.ports = {name: free_port() for name in CENTRES}

    def open(self, name):
        kind, options = CENTRES[name]
        if kind == "http":
            options = [*options, "--receipt-url", f"http://127.0.0.1:{self.http}/in/generic/receipts?token=token-0123456789", "--deliver-retry", "200"]
        self.network(kind, name, *options)

    def centre_of(self, name, centre=None, password="PASSWORD", window=10, more=""):
        return f"""[[connector]]
name = "{name}"
type = "smpp"
address = "127.0.0.1:{self.ports[centre or name]}"
system_id = "hermod"
password = "env:{password}"
window = {window}
reconnect_min_ms = 50
reconnect_max_ms = 200
{more}
"""

    def others(self, window=10):
        out = "".join(f"""[[connector]]
name = "{name}"
type = "{name}"
address = "127.0.0.1:{self.ports[name]}"
user = "hermod"
password = "env:PASSWORD"
window = {window}
reconnect_min_ms = 50
reconnect_max_ms = 200
""" for name in ("ucp", "cimd2"))
        return out + f"""[[connector]]
name = "web"
type = "http"
provider = "generic"
public_url = "http://127.0.0.1:{self.http}"
connections = {window}
reconnect_min_ms = 50
reconnect_max_ms = 200
variables = {{ url = "http://127.0.0.1:{self.ports['web']}/send" }}
secrets = {{ user = "env:PROVIDER_USER", password = "env:PASSWORD", callback_secret = "env:CALLBACK_TOKEN" }}
"""


def main(build):
    with Networks(build) as house:
        for name in CENTRES:
            house.open(name)
        house.until(lambda: all(house.connects(port) for port in house.ports.values()), 20, 0.05)
        house.settings(house.centre_of("red"), ["red"])
        house.serve()
        traffic = [Traffic(house.http, 49_151_000_000 * 1 + 1_000_000 * i) for i in range(4)]
        for one in traffic:
            one.start()

        # One comes.
        house.settings(house.centre_of("red") + house.centre_of("blue"), ["red", "blue"])
        added = house.reload()
        house.check("a connector is added, and named", added.status == 200 and '[[connector]] "blue"' in added.json()["changed"], added)
        house.check("it takes its share", house.grows("blue"), house.queues())
        house.check("it stands in metrics", house.until(lambda: house.metric('hermod_connector_parts_sent_total{connector="blue"}') > 0, 5))

        # One changes: another place, another password, another window.
        counted = house.metric('hermod_connector_parts_sent_total{connector="blue"}')
        house.settings(house.centre_of("red") + house.centre_of("blue", "blue2", "OTHER", 40), ["red", "blue"])
        changed = house.reload()
        house.check("a connector's settings change", changed.status == 200 and changed.json()["changed"] == ['[[connector]] "blue"'], changed)
        house.check("the new ones hold", house.grows("blue2") and house.queues()["blue"]["window_size"] == 40, house.queues())
        before = len(house.took("blue"))
        house.check("its counts go on", house.metric('hermod_connector_parts_sent_total{connector="blue"}') >= counted)

        # Three of other kinds come.
        house.settings(house.centre_of("red") + house.centre_of("blue", "blue2", "OTHER", 40) + house.others(), ["red", "blue", "ucp", "cimd2", "web"])
        kinds = house.reload()
        house.check("UCP, CIMD2 and HTTP come too", kinds.status == 200, kinds)
        for name in ("ucp", "cimd2", "web"):
            house.check(f"{name} takes its share", house.grows(name), house.queues())
        house.settings(house.centre_of("red") + house.centre_of("blue", "blue2", "OTHER", 40) + house.others(20), ["red", "blue", "ucp", "cimd2", "web"])
        house.check("... and change", house.reload().status == 200)
        for name in ("ucp", "cimd2", "web"):
            house.check(f"{name} takes its share again", house.until(lambda: house.says("connector_ended", name) == 1, 30) and house.grows(name), house.queues())

        # What cannot be taken over changes nothing.
        house.settings(house.centre_of("red", window=77) + house.centre_of("lost", "blue", more=f"tls = true\ntls_authorities = \"{house.path('serve.log')}\""), ["red", "lost"])
        refused = house.reload()
        house.check("a connector that cannot be made is named, and nothing is taken over",
                    refused.status == 409 and b"connector lost" in refused.body and set(house.queues()) == {"red", "blue", "ucp", "cimd2", "web"}
                    and house.queues()["red"]["window_size"] == 10, refused)
        house.settings(house.centre_of("red") + "[[connector]]\nname = \"stick\"\ntype = \"modem\"\n[[connector.modem]]\nname = \"sim\"\naddress = \"127.0.0.1:9\"\n", ["red"])
        refused = house.reload()
        house.check("a modem needs a restart, and is named", refused.status == 409 and b"stick" in refused.body and b"restart" in refused.body, refused)

        # All but one go, and come back.
        house.settings(house.centre_of("red"), ["red"])
        removed = house.reload()
        house.check("four go", removed.status == 200 and sum("[[connector]]" in what for what in removed.json()["changed"]) == 4, removed)
        ended = house.until(lambda: all(house.says("connector_ended", name) == 2 for name in ("blue", "ucp", "cimd2", "web")), 30)
        house.check("they end", ended, house.queues())
        gone = house.queues()
        house.check("their queues stay in sight, empty", all(not gone[name]["configured"] and gone[name]["binds"] == 0 for name in ("blue", "ucp", "cimd2", "web"))
                    and house.until(lambda: all(house.queues()[name]["queued"] == 0 for name in ("blue", "ucp", "cimd2", "web")), 20), house.queues())
        back = house.run("reload", "--back", "--url", f"http://127.0.0.1:{house.http}", "--key", "env:BOSS_KEY", timeout=60)
        house.check("going back brings them back", back.returncode == 0, back)
        for name in ("blue2", "ucp", "cimd2", "web"):
            house.check(f"{name} takes its share after that", house.grows(name), house.queues())

        # To and fro, faster than they can end.
        done = 0
        for turn in range(20):
            house.settings(house.centre_of("red", window=10 + turn) + (house.centre_of("blue", "blue2", "OTHER", 40) + house.others(20 + turn) if turn % 2 else ""),
                           ["red", "blue", "ucp", "cimd2", "web"] if turn % 2 else ["red"])
            done += house.reload().status == 200
            time.sleep(0.05)
        house.check("twenty times in a row", done == 20, done)
        for name in ("red", "blue2", "ucp", "cimd2", "web"):
            house.check(f"{name} takes its share at the end", house.grows(name), house.queues())
        house.check("the old place of one that moved was left alone", len(house.took("blue")) == before, (before, len(house.took("blue"))))

        for one in traffic:
            one.stop()
        acknowledged = set().union(*(one.acknowledged for one in traffic))
        house.check("no request failed", not any(one.faults for one in traffic), [one.faults[:3] for one in traffic])
        quiet = house.until(lambda: all(q["queued"] == q["in_flight"] == q["delayed"] == 0 for q in house.queues().values()), 60, 0.1)
        house.check("nothing waits", quiet, house.queues())
        left = set(house.took("blue"))  # nobody asks it for its receipts any more
        told = house.until(lambda: all(m["state"] == "delivered" or m["to"].lstrip("+") in left for m in house.everything()), 60, 0.5)
        house.check("receipts find their messages, whichever connector brings them now", told, [m for m in house.everything() if m["state"] != "delivered"])

        # What no route names any more stays, until somebody moves it.
        nowhere = free_port()
        house.ports["lone"] = nowhere
        lone = '[[route]]\nname = "lone"\nprefix = ["+47"]\nto = ["lone"]\n'
        house.settings(house.centre_of("red") + house.centre_of("lone"), ["red"], lone)
        house.check("a connector whose centre is not there is added", house.reload().status == 200)
        waiting = [house.ask("POST", "/v1/messages", {"to": f"+4790000{i:03}", "from": "Shop", "text": "x"}).json()["id"] for i in range(5)]
        house.settings(house.centre_of("red"), ["red"])
        house.check("it goes, and its route", house.reload().status == 200)
        kept = house.until(lambda: (q := house.queues()["lone"])["queued"] == 5 and not q["configured"], 10)
        house.check("what waits for it stays in sight under its name", kept, house.queues()["lone"])
        moved = house.run("queue", "move", "lone", "red", "--url", f"http://127.0.0.1:{house.http}", "--key", "env:BOSS_KEY", timeout=60)
        house.check("a command moves it", moved.returncode == 0, moved)
        house.check("it is delivered", all(house.reaches(one, "delivered", 30).get("state") == "delivered" for one in waiting), house.queues())

        # One whose centre never answers is not waited for without end.
        swedish = '[[route]]\nname = "swedish"\nprefix = ["+46"]\nto = ["{}"]\n'
        house.settings(house.centre_of("red") + house.centre_of("mute"), ["red"], swedish.format("mute"))
        house.check("a connector is added whose centre never answers", house.reload().status == 200)
        silent = [house.ask("POST", "/v1/messages", {"to": f"+4670000{i:03}", "from": "Shop", "text": "x"}).json()["id"] for i in range(15)]
        house.check("its window is full, the rest waits", house.until(lambda: house.queues()["mute"]["in_flight"] == 10, 20) and house.queues()["mute"]["queued"] >= 1,
                    house.queues()["mute"])
        house.settings(house.centre_of("red"), ["red"], swedish.format("red"))
        began = time.monotonic()
        house.check("it goes", house.reload().status == 200)
        ended = house.until(lambda: house.says("connector_ended", "mute") == 1, 30, 0.05)
        took = time.monotonic() - began
        house.check("it is given ten seconds and a goodbye", ended and 9 < took < 20, took)
        house.check("what it had goes by the other, flagged where it may have been taken",
                    all(house.reaches(one, "delivered", 30).get("state") == "delivered" for one in silent)
                    and sum(house.get(one)["possible_duplicate"] for one in silent) == 10, [house.get(one) for one in silent])

        messages = {m["id"]: m for m in house.everything()}
        house.check("every acknowledged message was delivered", len(messages) == len(acknowledged) + 20 and
                    all(m["state"] == "delivered" or m["to"].lstrip("+") in left for m in messages.values()),
                    (len(messages), len(acknowledged), collections.Counter(m["state"] for m in messages.values())))
        parts = collections.Counter(number for name in CENTRES for number in house.took(name))
        whole = set(house.took("web"))  # takes a long text in one request
        wrong = {number: parts[number] for number in acknowledged if parts[number] != (2 if int(number) % 10 == 0 and number not in whole else 1)}
        house.check("... and each of its parts was taken exactly once", not wrong, wrong)
        spread = {name: len(house.took(name)) for name in CENTRES}
        print(f"{len(acknowledged)} messages during {len(json.loads(house.ask('GET', '/v1/config', key='boss').body)['versions'])} kept versions, taken by {spread}", flush=True)
        house.check("it ends in order", house.end(house.gateway) == 0)
        return house.finish()


sys.exit(main(sys.argv[1]))
