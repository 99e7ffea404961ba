"""Four protocols, two networks each that refuse all: one with a code of the protocol that says something of the network, one with a code
that says something of the message. See run.sh."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from gateway import House, free_port  # noqa: E402

HTTP = """[connector.request]
url = "http://127.0.0.1:PORT/messages"
[connector.request.json]
to = "{to}"
from = "{from}"
text = "{text}"
"""
LOGIN = 'password = "env:PASSWORD"\nreconnect_min_ms = 20\nreconnect_max_ms = 100\n'
# simulator, its connector's keys, a code that is next_route by default, one that is final by default (as both write them), the latter
# in a configuration
PROTOCOLS = {
    "smpp": ("smsc", 'type = "smpp"\naddress = "127.0.0.1:PORT"\nsystem_id = "hermod"\n' + LOGIN, "ESME_RINVSRCADR", "ESME_RINVDSTADR", "ESME_RINVDSTADR"),
    "ucp": ("ucp", 'type = "ucp"\naddress = "127.0.0.1:PORT"\nuser = "hermod"\n' + LOGIN, "04", "06", "adc_invalid"),
    "cimd2": ("cimd2", 'type = "cimd2"\naddress = "127.0.0.1:PORT"\nuser = "hermod"\n' + LOGIN, "321", "300", "300"),
    "http": ("http", 'type = "http"\nerror_code = "json:/code"\n', "402", "400/1001", '"1001"'),
}


class NextRoute(House):
    def network(self, speaks, error):
        port = free_port()
        self.start("simulate", speaks, "--listen", f"127.0.0.1:{port}", "--quiet", "--error", f"{error}:100", log="smsc.log")
        self.check(f"a network that speaks {speaks} and answers {error}", self.until(lambda: self.connects(port), 10))
        return port

    def moves(self, mine):
        return [e for e in self.get(mine).get("timeline", []) if e.get("event") == "moved"]

    def ends(self, to):
        """State, connector and moves of a message to this number when it has ended."""
        mine = self.send(to=to)
        self.until(lambda: self.get(mine).get("state") in ("delivered", "rejected", "undelivered"), 15)
        seen = self.get(mine)
        return (seen.get("state"), seen.get("connector"), len(self.moves(mine))), seen


def connector(name, keys, port, more=""):
    tables = HTTP if '"http"' in keys else ""
    return f'[[connector]]\nname = "{name}"\n' + (keys + more + tables).replace("PORT", str(port))


def route(prefix, to, name):
    return f'[[route]]\nname = "{name}"\nprefix = "{prefix}"\nto = {to}\nstrategy = "order"\n'


with NextRoute(sys.argv[1]) as house:
    connectors, routes, numbers = "", "", {}
    for place, (name, (speaks, keys, of_network, of_message, written)) in enumerate(PROTOCOLS.items()):
        first, second = house.network(speaks, of_network), house.network(speaks, of_message)
        connectors += connector(f"{name}-own", keys, first)
        connectors += connector(f"{name}-table", keys, second, f'errors = {{ {written} = "next_route" }}\n')
        connectors += connector(f"{name}-final", keys, second)
        for digit, kind in enumerate(("own", "table", "final")):
            numbers[name, kind] = f"+44770090{place}{digit}00"
            routes += route(numbers[name, kind][:-2], f'["{name}-{kind}", "spare"]'.replace("'", '"'), f"{name}-{kind}")
    routes += route("+4479999", '["europe", "spare"]', "grouped") + route("+4478888", '["ucp-own"]', "alone")
    slow = house.network("smsc", "ESME_RSYSERR")
    keys = PROTOCOLS["smpp"][1]
    for name, health in (("touchy", "error_least = 2\nopen_seconds = 60\n"), ("patient", "error_percent = 0\n")):
        connectors += connector(name, keys, slow) + "[connector.health]\n" + health
        routes += route("+4477771" if name == "touchy" else "+4477772", f'["{name}", "spare"]', name)
    text = house.head() + f"""{connectors}
[[connector]]
name = "spare"
type = "loopback"
[[connector_group]]
name = "europe"
connectors = ["cimd2-own", "smpp-own"]
strategy = "order"
{routes}
"""
    house.write("hermod.toml", text)
    checked = house.run("check", "--config", "hermod.toml")
    house.check("the configuration is right", checked.returncode == 0 and "error" not in checked.stdout + checked.stderr, checked.stdout + checked.stderr)
    house.serve()
    house.until(lambda: house.metric("hermod_connector_binds") >= 11, 15)

    for name, (_, _, of_network, of_message, _) in PROTOCOLS.items():
        got, seen = house.ends(numbers[name, "own"])
        house.check(f"{name}: {of_network} says something of the network: the next connector has it", got == ("delivered", "spare", 1), seen)
        got, seen = house.ends(numbers[name, "table"])
        house.check(f"{name}: {of_message} goes on where the connector's table says so", got == ("delivered", "spare", 1), seen)
        got, seen = house.ends(numbers[name, "final"])
        house.check(f"{name}: ... and ends where it does not", got == ("rejected", f"{name}-final", 0), seen)
    got, seen = house.ends("+447999900000")
    house.check("a group's connectors come one after the other, then the route's next choice", got == ("delivered", "spare", 2), seen)
    told = [e.get("detail", "") for e in house.moves(seen["id"])]
    house.check("... as its timeline tells", len(told) == 2 and "originator" in told[0] and "ESME_RINVSRCADR" in told[1], told)
    got, seen = house.ends("+447888800000")
    house.check("without another connector it is refused", got == ("rejected", "ucp-own", 0), seen)

    # Health, each in its own way: both have the same network, all of whose answers are errors.
    touched = [house.send(to=f"+44777710000{i}") for i in range(4)]
    waits = [house.send(to=f"+44777720000{i}") for i in range(4)]

    def queue(name):
        found = house.ask("GET", "/v1/queues", key="boss").json()
        return next((q for q in found.get("queues", []) if q.get("queue") == name), {})
    house.until(lambda: queue("touchy").get("usable") is False, 15)
    house.check("two errors open the circuit of the one that says so", queue("touchy").get("usable") is False, queue("touchy"))
    house.check("... and its messages go on", all(house.reaches(m, "delivered").get("connector") == "spare" for m in touched), [house.get(m) for m in touched])
    house.check("the circuit of one without a ratio stays closed", queue("patient").get("usable") is True, queue("patient"))
    house.check("... and its messages wait there", all(house.get(m).get("connector") == "patient" and house.get(m).get("state") != "delivered" for m in waits),
                [house.get(m) for m in waits])
    def tried():
        return house.run("route", "test", "--key", "env:BOSS_KEY", "--url", f"http://127.0.0.1:{house.http}", "--account", "shop", "--from", "Shop", "--to", "+447999900000",
                         "--text", "x").stdout
    seen = tried()
    house.check("route test shows the group and its connectors", "+ group europe: 2 of 2 connectors usable" in seen and "+ connector cimd2-own: of europe, usable" in seen, seen)
    house.write("hermod.toml", text.replace('connectors = ["cimd2-own", "smpp-own"]', 'connectors = ["smpp-own", "cimd2-own", "http-own"]'))
    done = house.run("reload", "--key", "env:BOSS_KEY", "--url", f"http://127.0.0.1:{house.http}")
    seen = tried()
    house.check("another group is taken over while it runs", done.returncode == 0 and "+ group europe: 3 of 3 connectors usable" in seen and "+ connector smpp-own: of europe" in seen,
                done.stdout + done.stderr + seen)
    code = house.finish()
sys.exit(code)
