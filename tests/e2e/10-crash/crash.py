"""Kills `hermod serve` with SIGKILL at random moments under load and holds the ledgers against each other.

Ledgers, all outside of the gateway: the generator's (ids that were answered 202), the SMSC's (every message that it took, written
before its answer leaves), the application's (every event that it answered with 2xx). At the end must hold:
  - every acknowledged message is known, and delivered: none lost
  - the SMSC took a message twice only if the gateway calls it a possible duplicate
  - after each kill at most two windows' worth was taken twice: so much is claimed at a time (deliver/lane.hpp), and what was answered
    in the last milliseconds has its result not on disk yet (docs/flow.md)
  - the application was told of every acknowledged message
Messages are told apart by their recipients, each used once. The network speaks SMPP or, as the third argument says, UCP, CIMD2, HTTP, or MTN's MADAPI or ParlayX.
"""

import atexit
import collections
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from ports import free_port  # noqa: E402

BUILD, KILLS, SPEAKS = sys.argv[1], int(sys.argv[2]), (sys.argv[3:] or ["smpp"])[0]
# The type of connector: what simulates its centre, and who we are to that.
PEERS = {"smpp": ("smsc", 'system_id = "hermod"'), "ucp": ("ucp", 'user = "hermod"'), "cimd2": ("cimd2", 'user = "hermod"'), "http": ("http", ""),
         "mtn": ("mtn", ""), "parlayx": ("mtn", "")}
SEED = int(os.environ.get("SEED", str(random.randrange(1 << 30))))
RATE = int(os.environ.get("RATE", "1500"))
WINDOW = 50
KEY = "crash-key-0123456789abcdef"
FOLDER = tempfile.mkdtemp(prefix="hermod-crash-")
HERMOD = os.path.join(BUILD, "hermod")
random.seed(SEED)
print(f"seed {SEED}, {KILLS} kills, {RATE} messages a second, window {WINDOW}", flush=True)


HTTP, SMPP, APP = free_port(), free_port(), free_port()
LINE = f"""
address = "127.0.0.1:{SMPP}"
{PEERS[SPEAKS][1]}
password = "env:CRASH_PASSWORD"
window = {WINDOW}
"""
REQUESTS = f"""
public_url = "http://127.0.0.1:{HTTP}"
connections = {WINDOW}
request = {{ url = "http://127.0.0.1:{SMPP}/messages", json = {{ to = "{{to}}", from = "{{from}}", text = "{{text}}", receipt_url = "{{receipt_url}}" }} }}
answer = [{{ status = "2xx", where = "json:/id", verdict = "sent", id = "json:/id" }}]
receipts = {{ path = "/in/operator", id = "json:/id", state = "json:/status", states = {{ delivered = "delivered" }} }}
caller = {{ networks = ["127.0.0.0/8"] }}
"""
TOLD = f"""
public_url = "http://127.0.0.1:{HTTP}"
connections = {WINDOW}
caller = {{ networks = ["127.0.0.0/8"] }}
codes = ["11221"]
"""
TABLES = {"http": REQUESTS,
          "mtn": f'interface = "madapi-v3"\nbase_url = "http://127.0.0.1:{SMPP}/v3/sms"\napi_key = "env:CRASH_PASSWORD"\n' + TOLD,
          "parlayx": f'interface = "parlayx"\nbase_url = "http://127.0.0.1:{SMPP}"\nsp_id = "1"\n' + TOLD}
ENVIRONMENT = dict(os.environ, CRASH_KEY=KEY, CRASH_SECRET="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", CRASH_PASSWORD="secret")
with open(f"{FOLDER}/hermod.toml", "w") as f:
    f.write(f"""
[store]
url = "sqlite:{FOLDER}/hermod.db"
[http]
listen = ["127.0.0.1:{HTTP}"]
[callbacks]
allow_private = ["127.0.0.0/8"]
[log]
file = "{FOLDER}/hermod.log"
[[account]]
name = "shop"
api_key = "env:CRASH_KEY"
callback_url = "http://127.0.0.1:{APP}/events"
callback_secret = "env:CRASH_SECRET"
[[connector]]
name = "operator"
type = "{"mtn" if SPEAKS == "parlayx" else SPEAKS}"
{TABLES.get(SPEAKS, LINE)}
reconnect_min_ms = 50
reconnect_max_ms = 200
[[route]]
name = "default"
to = ["operator"]
""")

children = []


@atexit.register
def end_children():
    for child in children:
        if child.poll() is None:
            child.kill()
            child.wait()



def start(*command, log):
    with open(f"{FOLDER}/{log}", "a") as out:
        child = subprocess.Popen(command, env=ENVIRONMENT, stdout=out, stderr=out)
    children.append(child)
    return child


def get(path):
    request = urllib.request.Request(f"http://127.0.0.1:{HTTP}{path}", headers={"Authorization": f"Bearer {KEY}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode()


def wait_until(what, seconds, holds):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            fail(f"waited {seconds} s for {what}")
        time.sleep(0.05)


def is_live():
    try:
        return bool(get("/livez"))
    except OSError:
        return False


def metric(name):
    return sum(float(line.split()[-1]) for line in get("/metrics").splitlines() if line.startswith((name + " ", name + "{")))


def fail(why):
    print(f"FAILED: {why}; seed {SEED}, everything is left in {FOLDER}", flush=True)
    sys.exit(1)


def serve():
    child = start(HERMOD, "serve", "--config", f"{FOLDER}/hermod.toml", log="serve.log")
    wait_until("the gateway to serve", 20, lambda: is_live() or child.poll() is not None)
    if child.poll() is not None:
        fail(f"the gateway does not start again (exit {child.returncode}), see serve.log")
    return child


smsc = start(HERMOD, "simulate", PEERS[SPEAKS][0], "--listen", f"127.0.0.1:{SMPP}", "--ledger", f"{FOLDER}/smsc.ledger",
             "--answer-delay", "2", "--receipt-delay", "20", "--quiet", log="smsc.log")
app = start(HERMOD, "simulate", "app", "--listen", f"127.0.0.1:{APP}", "--secret", "env:CRASH_SECRET", "--ledger",
            f"{FOLDER}/app.ledger", "--quiet", "--statistics", "0", log="app.log")
gateway = serve()
load = start(os.path.join(BUILD, "bench", "http_load"), "--port", str(HTTP), "--key", KEY, "--connections", "32", "--rate", str(RATE),
             "--count", "100000000", "--seconds", str(KILLS * 4 + 60), "--prefix", "+49151", "--ledger", f"{FOLDER}/load.ledger", log="load.log")

kills = []
for number in range(KILLS):
    time.sleep(random.uniform(0.05, 0.9))
    gateway.send_signal(signal.SIGKILL)
    gateway.wait()
    kills.append(time.time())
    gateway = serve()
    if (number + 1) % 20 == 0:
        print(f"{number + 1} kills", flush=True)
time.sleep(1)
load.send_signal(signal.SIGTERM)
load.wait()

# An exponent of the store's promise: now everything that was stored must end by itself.
wait_until("every message to end", 120, lambda: metric("hermod_queue_depth") == 0 and metric("hermod_queue_in_flight") == 0
           and metric("hermod_callback_events_pending") == 0)
# A provider that did not reach us tries again a second later.
wait_until("every receipt", 60, lambda: not json.loads(get("/v1/messages?limit=1&state=submitted"))["messages"])
wait_until("every event to be told", 60, lambda: metric("hermod_callback_events_pending") == 0)
time.sleep(1)

messages, cursor = {}, ""
while True:
    page = json.loads(get(f"/v1/messages?limit=1000{cursor}"))
    for m in page["messages"]:
        messages[m["id"]] = m
    if not page.get("next_cursor"):
        break
    cursor = f"&cursor={page['next_cursor']}"

with open(f"{FOLDER}/load.ledger") as f:
    acknowledged = set(f.read().split())
with open(f"{FOLDER}/app.ledger") as f:
    told = {line.split()[1] for line in f}
taken = collections.defaultdict(list)
with open(f"{FOLDER}/smsc.ledger") as f:
    for line in f:
        fields = line.split("\t")
        taken[fields[3].lstrip("+")].append(int(fields[1]) / 1e6)

if len(acknowledged) < KILLS * 10:
    fail(f"only {len(acknowledged)} messages were acknowledged: that proves nothing")
lost = [i for i in acknowledged if i not in messages]
if lost:
    fail(f"{len(lost)} acknowledged messages are unknown, {lost[:3]}")
not_ended = [i for i in acknowledged if messages[i]["state"] != "delivered"]
if not_ended:
    fail(f"{len(not_ended)} acknowledged messages are not delivered, {[(i, messages[i]['state']) for i in not_ended[:3]]}")
never_taken = [i for i in acknowledged if not taken[messages[i]["to"].lstrip("+")]]
if never_taken:
    fail(f"{len(never_taken)} messages are called delivered but the SMSC never had them, {never_taken[:3]}")
untold = [i for i in acknowledged if i not in told]
if untold:
    fail(f"the application was never told of {len(untold)} messages, {untold[:3]}")
by_recipient = {m["to"].lstrip("+"): m for m in messages.values()}
twice = {r: times for r, times in taken.items() if len(times) > 1}
unflagged = [r for r in twice if not by_recipient[r].get("possible_duplicate")]
if unflagged:
    fail(f"{len(unflagged)} duplicates are not flagged, {unflagged[:3]}")
per_kill = collections.Counter()
for times in twice.values():
    for again in times[1:]:
        per_kill[max((k for k in kills if k <= again), default=0)] += 1
worst = max(per_kill.values(), default=0)
if worst > 2 * WINDOW:
    fail(f"{worst} duplicates after one kill, the window is {WINDOW}")
flagged = sum(1 for m in messages.values() if m.get("possible_duplicate"))

for child in (gateway, smsc, app):
    child.terminate()
for child in (gateway, smsc, app):
    child.wait()
subprocess.run(["rm", "-rf", FOLDER], check=True)
print(f"{KILLS} kills: {len(acknowledged)} acknowledged, 0 lost, {len(messages)} stored, {sum(len(t) - 1 for t in twice.values())} sent twice "
      f"(most after one kill: {worst}, window {WINDOW}), all flagged ({flagged} flagged in all)")
