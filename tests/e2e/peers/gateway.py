"""What the black-box tests share: a folder, free ports, processes that end by their ids, HTTP requests, `ok` lines.

House is a context manager: whatever happens, its processes are ended and its folder is removed. A failed check prints what it
saw and the test goes on, so that one run shows everything that is wrong; finish() gives the exit code.
"""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from ports import free_port  # noqa: F401

KEYS = {"shop": "shop-key-0123456789abcdef", "rival": "rival-key-0123456789abcdef", "boss": "boss-key-0123456789abcdef"}
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        try:
            return json.loads(self.body)
        except ValueError:
            return {}

    def __repr__(self):
        return f"{self.status} {self.body[:400]!r}"


class House:
    speaks = "smsc"  # which of `hermod simulate` is the centre

    def __init__(self, build):
        self.hermod = os.path.join(os.path.realpath(build), "hermod")
        self.folder = tempfile.mkdtemp(prefix="hermod-e2e-")
        self.http, self.smpp, self.app = free_port(), free_port(), free_port()
        self.environment = dict(os.environ, PASSWORD="secret", CALLBACK_SECRET=SECRET,
                                **{name.upper() + "_KEY": key for name, key in KEYS.items()})
        self.children, self.failed, self.passed, self.numbers = [], 0, 0, 0
        self.gateway = self.smsc = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        for child in reversed(self.children):
            if child.poll() is None:
                child.terminate()
        for child in self.children:
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        if self.failed or kind not in (None, SystemExit):
            for name in ("serve.log", "smsc.log"):
                with contextlib.suppress(OSError):
                    print(f"--- the end of {name}\n{self.read(name)[-1500:]}")
        shutil.rmtree(self.folder, ignore_errors=True)

    # ---- checks ----
    def check(self, name, holds, seen=""):
        if holds:
            self.passed += 1
            print(f"ok: {name}", flush=True)
        else:
            self.failed += 1
            print(f"FAILED: {name}: {seen}", flush=True)
        return bool(holds)

    def finish(self):
        print(f"{self.passed} checks passed, {self.failed} failed", flush=True)
        return 1 if self.failed else 0

    def until(self, holds, seconds=10.0, every=0.005):
        """The first true value of holds(), or its last one when the time is over."""
        end = time.monotonic() + seconds
        while True:
            value = holds()
            if value or time.monotonic() > end:
                return value
            time.sleep(every)

    # ---- files and processes ----
    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        with open(self.path(name), errors="replace") as f:
            return f.read()

    def write(self, name, text):
        with open(self.path(name), "w") as f:
            f.write(text)
        return self.path(name)

    def head(self):
        """How a configuration begins that a test writes itself: the store, the server, the accounts shop and boss."""
        return f"""[store]
url = "sqlite:{self.path('hermod.db')}"
reserve_mb = 1
[http]
listen = ["127.0.0.1:{self.http}"]
[log]
access = false
[[account]]
name = "shop"
api_key = "env:SHOP_KEY"
[[account]]
name = "boss"
api_key = "env:BOSS_KEY"
admin = true
"""

    def configure(self, connector="", extra="", shop="", name="hermod.toml", store="hermod.db", http=None):
        return self.write(name, f"""[store]
url = "sqlite:{self.path(store)}"
reserve_mb = 1
[http]
listen = ["127.0.0.1:{http or self.http}"]
[callbacks]
allow_private = ["127.0.0.0/8"]
[[account]]
name = "shop"
api_key = "env:SHOP_KEY"
{shop}
[[account]]
name = "rival"
api_key = "env:RIVAL_KEY"
[[account]]
name = "boss"
api_key = "env:BOSS_KEY"
admin = true
[[connector]]
name = "operator"
type = "smpp"
address = "127.0.0.1:{self.smpp}"
system_id = "hermod"
password = "env:PASSWORD"
inbound_account = "shop"
reconnect_min_ms = 50
reconnect_max_ms = 200
{connector}
{extra}
[[route]]
name = "default"
to = ["operator"]
""")

    def start(self, *arguments, log):
        with open(self.path(log), "a") as out:
            child = subprocess.Popen([self.hermod, *arguments], env=self.environment, stdout=out, stderr=out, cwd=self.folder)
        self.children.append(child)
        return child

    def run(self, *arguments, timeout=20, environment=None):
        return subprocess.run([self.hermod, *arguments], env=environment or self.environment, capture_output=True, text=True,
                              timeout=timeout, cwd=self.folder)

    def centre(self, *options):
        """A simulated centre, in place of the one before."""
        if self.smsc:
            self.end(self.smsc)
        self.smsc = self.start("simulate", self.speaks, "--listen", f"127.0.0.1:{self.smpp}", "--quiet", *options, log="smsc.log")
        if not self.until(lambda: self.connects(self.smpp), 10):
            sys.exit("the simulated centre does not listen")

    def serve(self, ready=True, config="hermod.toml"):
        self.gateway = self.start("serve", "--config", self.path(config), log="serve.log")
        good = self.until(lambda: self.gateway.poll() is not None or self.answers("/readyz" if ready else "/livez") == 200, 20)
        if not good or self.gateway.poll() is not None:
            print(self.read("serve.log")[-2000:])
            sys.exit("the gateway does not start")
        return self.gateway

    def end(self, child, how=signal.SIGTERM, seconds=30):
        child.send_signal(how)
        try:
            return child.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def connects(self, port):
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", port)) == 0

    def resident_kib(self):
        with open(f"/proc/{self.gateway.pid}/status") as f:
            return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1))

    # ---- HTTP ----
    def ask(self, method, path, body=None, key="shop", headers=None, timeout=20):
        """One request on a connection of its own. body: an object becomes JSON, octets go as they are."""
        wanted = {}
        if key:
            wanted["Authorization"] = "Bearer " + KEYS.get(key, key)
        if body is not None:
            wanted["Content-Type"] = "application/json"
            if not isinstance(body, (bytes, str)):
                body = json.dumps(body)
        wanted.update(headers or {})
        wanted = {name: value for name, value in wanted.items() if value is not None}
        connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=timeout)
        try:
            connection.request(method, path, body, wanted)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def answers(self, path):
        try:
            return self.ask("GET", path, key=None, timeout=5).status
        except (OSError, http.client.HTTPException):
            return 0

    def number(self):
        self.numbers += 1
        return f"+4915100{self.numbers:06}"

    def message(self, **fields):
        return {"to": self.number(), "from": "Shop", "text": "Hello", **fields}

    def send(self, **fields):
        answer = self.ask("POST", "/v1/messages", self.message(**fields))
        if answer.status != 202:
            self.check("a good message is accepted", False, answer)
            return None
        return answer.json()["id"]

    def get(self, message_id, key="shop"):
        return self.ask("GET", f"/v1/messages/{message_id}", key=key).json()

    def reaches(self, message_id, state, seconds=10.0):
        self.until(lambda: self.get(message_id).get("state") == state, seconds)
        return self.get(message_id)

    def still_good(self):
        """A good message is accepted and delivered: nothing is harmed."""
        message_id = self.send(text="still good?")
        return message_id and self.reaches(message_id, "delivered").get("state") == "delivered"

    def everything(self, query="", key="shop"):
        found, cursor = [], ""
        while True:
            page = self.ask("GET", f"/v1/messages?limit=1000{query}{cursor}", key=key).json()
            found += page["messages"]
            if not page.get("next_cursor"):
                return found
            cursor = f"&cursor={page['next_cursor']}"

    def metric(self, name):
        text = self.ask("GET", "/metrics", key=None).body.decode()
        return sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith((name + " ", name + "{"))
                   or ("{" in name and line.startswith(name)))
