"""Two SMPP connectors behind one route, and a third behind a route of its own; what people do with their queues, by the command line and the API.

A centre's ledger says what it took. What was paused before SIGKILL is paused after it.
"""

import json
import os
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "peers"))
from gateway import KEYS, House, free_port

with House(sys.argv[1]) as house:
    ports = {name: free_port() for name in ("red", "blue", "lone")}
    connectors = "".join(f"""
[[connector]]
name = "{name}"
type = "smpp"
address = "127.0.0.1:{ports[name]}"
system_id = "hermod"
password = "env:PASSWORD"
window = 10
reconnect_min_ms = 50
reconnect_max_ms = 200
""" for name in ports)
    house.write("hermod.toml", f"""[store]
url = "sqlite:{house.path('hermod.db')}"
reserve_mb = 1
[http]
listen = ["127.0.0.1:{house.http}"]
[callbacks]
allow_private = ["127.0.0.0/8"]
[health]
start_seconds = 2
[[account]]
name = "shop"
api_key = "env:SHOP_KEY"
callback_url = "http://127.0.0.1:{house.app}/events"
callback_secret = "env:CALLBACK_SECRET"
[[account]]
name = "boss"
api_key = "env:BOSS_KEY"
admin = true
{connectors}
[[route]]
name = "lone"
prefix = ["+47"]
to = ["lone"]
[[route]]
name = "both"
to = ["red", "blue"]
""")
    url = f"http://127.0.0.1:{house.http}"

    def queue(*arguments, key="boss"):
        return house.run("queue", *arguments, "--url", url, "--key", KEYS[key])

    def of(name):
        return house.ask("GET", f"/v1/queues/{name}", key="boss").json()

    def centre(name):
        return house.start("simulate", "smsc", "--listen", f"127.0.0.1:{ports[name]}", "--ledger", house.path(name + ".ledger"), "--quiet", log="smsc.log")

    def taken(name):
        try:
            return len(house.read(name + ".ledger").splitlines())
        except OSError:
            return 0

    def lone():
        return {"to": f"+4791{house.number()[-6:]}", "from": "Shop", "text": "Hello"}

    app = house.start("simulate", "app", "--listen", f"127.0.0.1:{house.app}", "--secret", "env:CALLBACK_SECRET", "--ledger", house.path("app.ledger"),
                      "--quiet", "--statistics", "0", log="app.log")
    centres = {name: centre(name) for name in ("red", "blue")}
    house.serve()
    house.check("both are usable, the third is not", house.until(lambda: of("red").get("binds") and of("blue").get("binds") and not of("lone").get("usable"), 20),
                house.ask("GET", "/v1/queues", key="boss"))

    print("--- who may look")
    house.check("an account's key sees no queue", queue("list", key="shop").returncode == 1, queue("list", key="shop"))
    listed = queue("list")
    house.check("list shows each", listed.returncode == 0 and all(name in listed.stdout for name in ports) and "no bind is up" in listed.stdout, listed)
    shown = queue("show", "lone")
    house.check("show says why", shown.returncode == 0 and "no bind is up" in shown.stdout, shown)
    house.check("a queue that is none", queue("show", "green").returncode == 1 and "there is no queue" in queue("show", "green").stderr, queue("show", "green"))

    print("--- pause and resume")
    house.check("pause", queue("pause", "red").returncode == 0 and queue("pause", "blue").returncode == 0, "")
    house.check("a paused one is not usable", of("red")["order"] == "paused" and not of("red")["usable"] and of("red")["why"] == "it is paused", of("red"))
    ids = [house.send() for _ in range(40)]
    house.check("what is handed in waits", house.until(lambda: of("red")["queued"] + of("blue")["queued"] == 40, 10), (of("red"), of("blue")))
    house.check("nothing left", taken("red") + taken("blue") == 0, "")
    metrics = house.ask("GET", "/metrics", key=None).body.decode()
    house.check("the metrics say it", 'hermod_queue_paused{connector="red"} 1' in metrics and 'hermod_connector_usable{connector="red"} 0' in metrics, "")
    house.end(house.gateway, signal.SIGKILL)
    house.serve(ready=False)
    house.check("they are paused after a restart", house.until(lambda: of("red").get("binds") and of("blue").get("binds"), 20)
                and of("red")["order"] == of("blue")["order"] == "paused", (of("red"), of("blue")))
    house.check("and what waits, waits", of("red")["queued"] + of("blue")["queued"] == 40 and taken("red") + taken("blue") == 0, (of("red"), of("blue")))
    house.check("resume", house.ask("POST", "/v1/queues/red/resume", key="boss").status == 200, "")
    had_red = of("red")
    house.check("blue's stay, red's leave", house.until(lambda: taken("red") == 40 - of("blue")["queued"] and of("red")["queued"] == 0, 20), (had_red, of("red"), of("blue"), taken("red")))
    house.check("resume blue", queue("resume", "blue").returncode == 0, "")
    house.check("all are delivered, none flagged", all(house.reaches(i, "delivered", 20)["state"] == "delivered" for i in ids) and not any(house.get(i).get("possible_duplicate") for i in ids), "")

    print("--- drain")
    queue("pause", "red"), queue("pause", "blue")
    ids = [house.send() for _ in range(40)]
    house.until(lambda: of("red")["queued"] + of("blue")["queued"] == 40, 10)
    waited, before = of("red")["queued"], taken("blue")
    house.check("red's queue has some", waited > 0, of("red"))
    queue("resume", "blue")
    house.check("drain", queue("drain", "red").returncode == 0, "")
    house.check("what red had leaves by blue", house.until(lambda: taken("blue") - before == 40, 20), (taken("blue") - before, of("red"), of("blue")))
    house.check("each is told moved, and why", house.until(lambda: of("red")["moved_away"] == waited, 5) and of("blue")["moved_here"] >= waited, (waited, of("red"), of("blue")))
    timeline = [e for i in ids for e in house.get(i)["timeline"] if e["event"] == "moved"]
    house.check("the timeline says it", len(timeline) == waited and all("red" in e.get("detail", "") for e in timeline), timeline[:2])
    queue("resume", "red")

    print("--- move")
    for _ in range(20):
        house.ask("POST", "/v1/messages", lone())
    house.check("a connector without another way keeps its queue", house.until(lambda: of("lone")["queued"] == 20, 10), of("lone"))
    before = taken("red")
    moved = queue("move", "lone", "red")
    house.check("move gives it to another, whatever the route says", moved.returncode == 0 and "20 moved" in moved.stdout, moved)
    house.check("and it leaves there", house.until(lambda: taken("red") - before == 20, 20), taken("red") - before)
    house.check("not to itself", queue("move", "red", "red").returncode == 1, "")
    house.check("not to nowhere", queue("move", "red", "green").returncode == 1, "")

    print("--- purge")
    ids = [house.ask("POST", "/v1/messages", lone()).json()["id"] for _ in range(15)]
    house.until(lambda: of("lone")["queued"] == 15, 10)
    purged = queue("purge", "lone")
    house.check("purge ends what waits", purged.returncode == 0 and "15 purged" in purged.stdout, purged)
    house.check("each is rejected", all(house.reaches(i, "rejected", 10)["state"] == "rejected" for i in ids), "")
    house.check("the timeline says by whom", all("purged by boss" in json.dumps(house.get(i)["timeline"]) for i in ids), house.get(ids[0]))
    house.check("each sender is told", house.until(lambda: all(i in house.read("app.ledger") for i in ids), 20), "")
    house.check("nothing waits any more", of("lone")["queued"] == 0 and of("lone")["purged"] == 15, of("lone"))

    print("--- a connector that is configured no more")
    ids = [house.ask("POST", "/v1/messages", lone()).json()["id"] for _ in range(5)]
    house.until(lambda: of("lone")["queued"] == 5, 10)
    house.end(house.gateway)
    text = house.read("hermod.toml")
    start = text.index('[[connector]]\nname = "lone"')
    text = text[:start] + text[text.index('[[route]]\nname = "lone"'):]
    house.write("hermod.toml", text.replace('to = ["lone"]', 'to = ["blue"]'))
    house.serve()
    house.check("what it had goes to what its route names now", all(house.reaches(i, "delivered", 20)["state"] == "delivered" for i in ids), house.ask("GET", "/v1/queues", key="boss"))
    sys.exit(house.finish())
