"""Three SMPP connectors behind one route under load; the centre of one is killed with SIGKILL, and started again some seconds later.

Ledgers outside of the gateway: the generator's (ids that were answered 202) and each centre's (every message that it took, written before
its answer leaves). At the end must hold:
  - every acknowledged message was taken by a centre: none is lost
  - one that was taken twice is one that may have been on the dead one's wire: no more than its window, each flagged possible_duplicate
  - the other two took what comes within WITHIN seconds of the death: no second passes in which they take less than the half of the load
  - nothing waits for the dead one a second after its death, but what may be on its wire
  - when it is back it is used again, slowly at first, and BACK seconds later the three share as before
As a benchmark (bench/failover) RATE is 5000, WITHIN 1 and BACK 10; machines that run other things meanwhile get more time.
"""

import collections
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "peers"))
from gateway import KEYS, House, free_port

BUILD, RATE = sys.argv[1], int(sys.argv[2])
WITHIN, BACK = float(os.environ.get("WITHIN", "3")), float(os.environ.get("BACK", "25"))
BY, WINDOW = os.environ.get("BY", ""), int(os.environ.get("WINDOW", "50"))
BEFORE, GONE = float(os.environ.get("BEFORE", "4")), float(os.environ.get("GONE", "5"))
NAMES = ["red", "green", "blue"]

with House(BUILD) as house:
    ports = {name: free_port() for name in NAMES}
    connectors = "".join(f"""
[[connector]]
name = "{name}"
type = "smpp"
address = "127.0.0.1:{ports[name]}"
system_id = "hermod"
password = "env:PASSWORD"
window = {WINDOW}
reconnect_min_ms = 50
reconnect_max_ms = 200
""" for name in NAMES)
    config = house.write("hermod.toml", house.head() + f"""{connectors}
[[route]]
name = "default"
to = ["red", "green", "blue"]
{BY}
""")

    def centre(name):
        return house.start("simulate", "smsc", "--listen", f"127.0.0.1:{ports[name]}", "--ledger", house.path(name + ".ledger"),
                           "--answer-delay", "3", "--receipt-delay", "50", "--quiet", log="smsc.log")

    def get(path, key="boss"):
        request = urllib.request.Request(f"http://127.0.0.1:{house.http}{path}", headers={"Authorization": f"Bearer {KEYS[key]}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode()

    def is_live():
        try:
            return bool(get("/livez"))
        except OSError:
            return False

    def metrics():
        out = {}
        for line in get("/metrics").splitlines():
            if line.startswith("hermod_"):
                name, value = line.rsplit(" ", 1)
                out[name] = float(value)
        return out

    def of(name, connector, seen):
        return seen.get(f'{name}{{connector="{connector}"}}', 0)

    def taken():
        """By centre: when it took which number."""
        out = {}
        for name in NAMES:
            with open(house.path(name + ".ledger")) as f:
                out[name] = [(int(line.split("\t")[1]) / 1e6, line.split("\t")[3].lstrip("+")) for line in f if line.endswith("\n")]
        return out

    centres = {name: centre(name) for name in NAMES}
    gateway = house.start("serve", "--config", config, log="serve.log")
    house.check("the gateway serves", house.until(is_live, 30), "")
    house.until(lambda: all(of("hermod_connector_binds", name, metrics()) > 0 for name in NAMES), 30, 0.05)

    with open(house.path("load.log"), "w") as out:
        load = subprocess.Popen([os.path.join(os.path.realpath(BUILD), "bench", "http_load"), "--port", str(house.http), "--key", KEYS["shop"],
                                 "--connections", "16", "--rate", str(RATE), "--count", "100000000", "--seconds", "600", "--prefix", "+49151",
                                 "--ledger", house.path("load.ledger")], stdout=out, stderr=out)
    house.children.append(load)
    time.sleep(BEFORE)
    died = time.time()
    centres["green"].send_signal(signal.SIGKILL)
    centres["green"].wait()
    time.sleep(1.0)
    seen = metrics()
    depth = of("hermod_queue_depth", "green", seen)
    house.check("what waited for the dead one is with the others", house.until(lambda: of("hermod_queue_depth", "green", metrics()) == 0, WITHIN),
                f"{depth} wait a second after its death, {of('hermod_queue_depth', 'green', metrics())} now")
    house.check("people and machines are told", of("hermod_connector_usable", "green", seen) == 0 and of("hermod_connector_usable", "red", seen) == 1, seen)
    print(f"a second after its death {depth:.0f} messages wait for it", flush=True)
    time.sleep(max(0.0, GONE - (time.time() - died)))
    back = time.time()
    centres["green"] = centre("green")
    house.check("it is bound again", house.until(lambda: of("hermod_connector_binds", "green", metrics()) > 0, 20, 0.05), "")
    bound = time.time()
    time.sleep(BACK + 3)
    load.send_signal(signal.SIGTERM)
    load.wait()
    ended = time.time()
    house.check("every message ends", house.until(lambda: all(of(f"hermod_queue_{what}", name, metrics()) == 0 for name in NAMES
                                                               for what in ("depth", "in_flight", "delayed")), 60, 0.1), metrics())

    all_taken = taken()
    with open(house.path("load.ledger")) as f:
        acknowledged = set(f.read().split())
    messages = {}

    def fetch_all():
        cursor = ""
        while True:
            page = json.loads(get(f"/v1/messages?limit=1000{cursor}", "shop"))
            for m in page["messages"]:
                messages[m["id"]] = m
            if not page.get("next_cursor"):
                return
            cursor = f"&cursor={page['next_cursor']}"

    fetch_all()
    times = collections.defaultdict(list)
    for name, rows in all_taken.items():
        for at, number in rows:
            times[number].append((at, name))
    lost = [i for i in acknowledged if i not in messages or messages[i]["to"].lstrip("+") not in times]
    house.check(f"none of {len(acknowledged)} acknowledged messages is lost", acknowledged and not lost, lost[:3])
    twice = {m["id"]: times[m["to"].lstrip("+")] for m in messages.values() if len(times[m["to"].lstrip("+")]) > 1}
    unflagged = [i for i in twice if not messages[i].get("possible_duplicate")]
    house.check(f"{len(twice)} went twice: no more than the dead one's window, each flagged", len(twice) <= WINDOW and not unflagged, (len(twice), unflagged[:3]))
    flagged = [m for m in messages.values() if m.get("possible_duplicate")]
    house.check(f"{len(flagged)} are flagged: no more than its window", len(flagged) <= WINDOW, len(flagged))

    others = sorted(at for name in ("red", "green", "blue") for at, _ in all_taken[name] if name != "green" or at < died)
    # From when on a second passes in which the two take what comes in.
    slow = 0.0
    while slow < back - died - 1 and sum(1 for at in others if died + slow <= at < died + slow + 1) < 0.8 * RATE:
        slow += 0.05
    house.check(f"the others carry the load {slow:.2f} s after the death", slow <= WITHIN, slow)

    def shares(since, until):
        counts = {name: sum(1 for at, _ in all_taken[name] if since <= at < until) for name in NAMES}
        return {name: counts[name] / max(1, sum(counts.values())) for name in NAMES}

    was, first, then = shares(died - BEFORE + 1, died), shares(bound, bound + 1.5), shares(bound + BACK, ended)
    print("shares before", {k: round(v, 3) for k, v in was.items()}, "just back", {k: round(v, 3) for k, v in first.items()},
          f"{BACK:.0f} s later", {k: round(v, 3) for k, v in then.items()}, flush=True)
    house.check("it is used slowly at first", first["green"] < 0.75 * was["green"], first)
    house.check("the shares are back", abs(then["green"] - was["green"]) < 0.08, (was, then))
    for when in sorted({round((bound - died) + i, 1) for i in range(int(BACK))}):
        part = shares(died + when, died + when + 1)["green"]
        if abs(part - was["green"]) < 0.05:
            print(f"its share is back {when - (bound - died):.0f} s after it was bound", flush=True)
            break
    sys.exit(house.finish())
