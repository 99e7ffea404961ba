"""Handsets that say STOP, START and HELP through an SMPP network; applications by HTTP and SMPP; kills between."""

import datetime
import http.server
import json
import os
import signal
import struct
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from centre import Centre, deliver_body  # noqa: E402
from door import INVDSTADR, ROK, Door, free_port  # noqa: E402

OURS = "88222"
ANSWERS = """
[opt_outs]
stop = ["Schluss jetzt"]
without = ["CANCEL"]
[[opt_out_answer]]
account = "shop"
to = "stop"
text = "You will not hear from us again. START to change that."
[[opt_out_answer]]
account = "shop"
to = "stop"
language = "de"
text = "Sie hoeren nichts mehr von uns."
[[opt_out_answer]]
account = "shop"
to = "help"
text = "Shop: STOP ends these messages."
"""


def text_of(body):
    """(source, destination, user data) of a submit_sm's body."""
    def c_string(at):
        end = body.index(b"\0", at)
        return body[at:end].decode(), end + 1
    _, at = c_string(0)
    source, at = c_string(at + 2)
    to, at = c_string(at + 2)
    at += 3
    _, at = c_string(at)
    _, at = c_string(at)
    return source, to, body[at + 5:at + 5 + body[at + 4]]


class Network(Centre):
    """A centre that keeps what it was given to send."""

    def __init__(self, port):
        self.submits = []
        super().__init__(port)

    def take(self, bind, command, status, sequence, body):
        if command == 4:
            self.submits.append(text_of(body))
        super().take(bind, command, status, sequence, body)


class Webhook:
    def __init__(self, port):
        self.told = []
        told = self.told

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.handle_error = lambda *_: None  # of a gateway that was killed
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Consent(Door):
    said = 0

    def begin(self, extra="", shop=""):
        self.network = Network(self.smpp)
        self.webhook = Webhook(self.app)
        self.hook = f"""callback_url = "http://127.0.0.1:{self.app}/"
callback_secret = "env:CALLBACK_SECRET"
inbound = "webhook"
{shop}"""
        self.configure_door(shop=self.hook, extra=extra)
        checked = self.run("check", "--config", self.path("hermod.toml"))
        self.check("the configuration is right, without a warning", checked.returncode == 0 and "warning" not in checked.stdout + checked.stderr,
                   checked.stdout + checked.stderr)
        self.serve()
        self.until(lambda: self.connects(self.port), 5)

    def say(self, handset, text, coding=0, esm_class=0):
        """A handset's message, acknowledged: so what it says is durable."""
        self.said += 1
        name = f"said {self.said}"
        octets = text if isinstance(text, bytes) else text.encode("utf-16-be" if coding == 8 else "ascii")
        self.network.deliver(name, deliver_body(handset.lstrip("+"), OURS, octets, esm_class, coding))
        if not self.until(lambda: name in self.network.acknowledged(), 10):
            self.check(f"{text!r} is acknowledged", False, self.network.refused)

    def post(self, to, key="shop", **fields):
        return self.ask("POST", "/v1/messages", {"to": to, "from": OURS, "text": "Offer of the day", **fields}, key=key)

    def blocked(self, to, key="shop", **fields):
        answer = self.post(to, key, **fields)
        return answer.status == 422 and answer.json().get("code") == "opted_out"

    def answered(self, to):
        return [octets for _, number, octets in self.network.submits if number == to.lstrip("+") and octets != b"Offer of the day"]

    def kill(self):
        self.gateway.send_signal(signal.SIGKILL)
        self.gateway.wait(10)
        self.serve()
        self.until(lambda: self.connects(self.port), 5)


def stop_blocks(house):
    ada = house.number()
    house.check("before a word a message is taken", house.post(ada).status == 202)
    house.say(ada, "Stop!")
    house.check("STOP blocks the next message at once", house.blocked(ada), house.post(ada))
    house.check("... whatever the sender", house.blocked(ada, **{"from": "Shop"}))
    house.check("... of a batch only that one",
                [r.get("id", r.get("problem", r).get("code")) == "opted_out" for r in
                 house.ask("POST", "/v1/messages/batch", {"messages": [{"to": ada, "from": OURS, "text": "x"},
                                                                       {"to": house.number(), "from": OURS, "text": "x"}]}).json()["results"]] == [True, False])
    house.check("... not another account's", house.post(ada, key="rival").status == 202)
    client = house.bound()
    house.check("... at SMPP's door, too", client.submit(ada.lstrip("+"), source=OURS)[0] == INVDSTADR)
    other = house.bound("rival")
    house.check("... but not that of another account", other.submit(ada.lstrip("+"), source=OURS)[0] == ROK)
    told = house.until(lambda: [e for e in house.webhook.told if e["data"]["from"].endswith(ada[-6:])], 10)
    house.check("the account is told of the message, with its word", told and told[0]["data"].get("opt_out") == "stop" and told[0]["data"]["text"] == "Stop!", told)
    return ada


def survives(house, ada):
    ben = house.number()
    house.say(ben, "UNSUBSCRIBE")
    house.kill()
    house.check("after SIGKILL both are opted out still", house.blocked(ada) and house.blocked(ben))
    house.say(ben, "unstop")
    house.check("UNSTOP takes it back", house.post(ben).status == 202)
    house.kill()
    house.check("... durably", house.post(ben).status == 202 and house.blocked(ada))


def main(build):
    with Consent(build) as house:
        house.begin(ANSWERS)
        ada = stop_blocks(house)
        survives(house, ada)
        house.check("the gateway ends with 0", house.end(house.gateway) == 0)
        house.network.stop()
        return house.finish()


sys.exit(main(sys.argv[1]))
