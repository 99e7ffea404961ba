"""Handsets that say STOP, START and HELP through an SMPP network; applications by HTTP and SMPP; kills between."""

import datetime
import http.server
import json
import os
import signal
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from centre import Centre, deliver_body  # noqa: E402
from door import INVDSTADR, ROK, Door, free_port  # noqa: E402

OURS = "88222"
ANSWERS = """
[callbacks]
allow_private = ["127.0.0.0/8"]
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
[[hold]]
name = "gambling"
text = "(?i)casino"
[[hold]]
name = "new"
account = "boss"
first = 3
"""
OFFER = b"Offer of the day"


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
    """A centre that keeps what it was given to send, and may be slow to answer it."""

    def __init__(self, port):
        self.submits, self.quiet, self.unanswered = [], False, []
        super().__init__(port)

    def take(self, bind, command, status, sequence, body):
        if command == 4:
            self.submits.append(text_of(body))
            if self.quiet:
                return self.unanswered.append((bind, command, status, sequence, body))
        super().take(bind, command, status, sequence, body)

    def speak(self):
        self.quiet = False
        for one in self.unanswered:
            super().take(*one)
        self.unanswered.clear()


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
        self.configure_door(shop=self.hook, extra=extra, connector="window = 1\nresponse_seconds = 30")
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
        return [octets for _, number, octets in self.network.submits if number == to.lstrip("+") and octets != OFFER]

    def told(self, message_id):
        return [e for e in self.webhook.told if e["data"]["id"] == message_id]

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


def scripts_and_parts(house):
    one, two, three = house.number(), house.number(), house.number()
    house.say(one, "إلغاء الاشتراك", coding=8)
    house.check("an Arabic word blocks", house.blocked(one))
    for part, octets in ((2, b"SCRIBE"), (1, b"UNSUB")):
        house.say(two, bytes([5, 0, 3, 77, 2, part]) + octets, esm_class=0x40)
    house.check("a word that came in two parts blocks", house.until(lambda: house.blocked(two), 10))
    for text in ("STOP please", "CANCEL", "I will stop by"):
        house.say(three, text)
    house.check("what is no word, or none here, does not", house.post(three).status == 202)
    house.say(three, "schluss, jetzt!")
    house.check("an own word does", house.blocked(three))


def answers(house):
    ada, ben, eva = house.number(), house.number(), house.number()
    house.say(ada, "Stop")
    house.check("a STOP is confirmed, though he has opted out",
                house.until(lambda: house.answered(ada) == [b"You will not hear from us again. START to change that."], 10), house.answered(ada))
    house.check("... from the number that was written to", house.network.submits[-1][0] == OURS, house.network.submits[-1])
    house.say(ben, "Abmelden")
    house.check("... in the language of the word", house.until(lambda: house.answered(ben) == [b"Sie hoeren nichts mehr von uns."], 10), house.answered(ben))
    house.say(eva, "Help")
    house.check("HELP is answered", house.until(lambda: house.answered(eva) == [b"Shop: STOP ends these messages."], 10), house.answered(eva))
    house.say(ada, "STOP")
    house.say(ada, "help")
    house.say(eva, "info")
    late = house.number()
    house.say(late, "end")
    house.kill()
    house.check("an answer that was due when we were killed is sent after it", house.until(lambda: len(house.answered(late)) == 1, 10), house.answered(late))
    settled = lambda: [m["state"] for n in (ada, ben, eva, late) for m in house.ask("GET", f"/v1/messages?to=%2B{n[1:]}&from={OURS}").json()["messages"]]  # noqa: E731
    house.until(lambda: set(settled()) == {"submitted"}, 10)  # what the network's answer to was not on disk yet may go twice
    house.kill()
    marker = house.number()
    house.say(marker, "help")
    house.until(lambda: house.answered(marker), 10)
    counts = [len(house.answered(n)) for n in (ada, ben, eva, late)]
    house.check("none is answered twice, over two kills", counts == [1, 1, 1, 1], counts)


def ends_what_waits(house):
    first, second, ada = house.number(), house.number(), house.number()
    later = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=3)).isoformat()
    house.network.quiet = True
    scheduled = house.post(ada, send_at=later).json()["id"]
    for number in (first, second):
        house.post(number)
    house.until(lambda: (first.lstrip("+")) in [to for _, to, _ in house.network.submits], 10)
    waiting = [house.post(ada).json()["id"] for _ in range(3)]
    before = len(house.network.submits)
    house.say(ada, "stop")
    house.network.speak()
    for message_id, name in [(m, "queued") for m in waiting] + [(scheduled, "scheduled")]:
        got = house.reaches(message_id, "rejected", 15)
        house.check(f"a {name} message ends when its turn comes", got.get("state") == "rejected" and "opted_out" in got.get("reason", ""), got)
        house.check("... and its sender is told", house.until(lambda i=message_id: [e for e in house.told(i) if e["type"] == "message.rejected"], 10), house.told(message_id))
    house.check("nothing of it left", not [s for s in house.network.submits[before:] if s[1] == ada.lstrip("+") and s[2] == OFFER], house.network.submits[before:])
    house.check("the metrics say so", house.metric('hermod_opt_out_refused_total{when="waiting"}') >= 4)


def kills_between(house):
    for life in range(3):
        numbers = [house.number() for _ in range(15)]
        for number in numbers:
            house.say(number, "STOP")
        house.kill()
        open_ones = [n for n in numbers if not house.blocked(n)]
        house.check(f"life {life}: every STOP that its network had an answer for holds after SIGKILL", not open_ones, open_ones)


def by_hand(house):
    ada, ben = house.number(), house.number()
    key = {"environment": dict(house.environment, HERMOD_KEY=house.environment["SHOP_KEY"])}
    url = ["--url", f"http://127.0.0.1:{house.http}"]
    done = house.run("optout", "add", ada, *url, **key)
    house.check("optout add", done.returncode == 0 and house.blocked(ada), done)
    done = house.run("optout", "add", ben, "--from", "Shop", *url, **key)
    house.check("... of one sender", house.blocked(ben, **{"from": "SHOP"}) and house.post(ben).status == 202, done)
    done = house.run("optout", "list", "--to", ada, *url, **key)
    house.check("optout list", ada in done.stdout and "by api" in done.stdout and ben not in done.stdout, done)
    house.kill()
    house.check("... durable when it was answered", house.blocked(ada))
    file = house.path("all.csv")
    done = house.run("optout", "export", file, *url, **key)
    lines = house.read("all.csv").splitlines()
    house.check("optout export", done.returncode == 0 and lines[0] == "to,from,account,since,by" and any(line.startswith(f"{ben},shop,shop,") for line in lines), lines[:5])
    for number, sender in ((ada, []), (ben, ["--from", "Shop"])):
        done = house.run("optout", "remove", number, *sender, *url, **key)
        house.check("optout remove", done.returncode == 0, done)
    house.check("... lets messages through", house.post(ada).status == 202 and house.post(ben, **{"from": "Shop"}).status == 202)
    house.write("bad.csv", f"to,from\n{house.number()},\nnonsense,\n")
    done = house.run("optout", "import", house.path("bad.csv"), *url, **key)
    house.check("optout import names a wrong line and imports nothing", done.returncode == 1 and "bad.csv:3:" in done.stderr and "nothing was imported" in done.stderr, done)
    done = house.run("optout", "import", file, *url, **key)
    house.check("optout import takes what was exported", done.returncode == 0 and done.stdout.startswith("2 added") and house.blocked(ada), done)
    many = "to\n" + "".join(f"+4477009{n:05}\n" for n in range(2500))
    house.write("many.csv", many)
    done = house.run("optout", "import", house.path("many.csv"), *url, **key)
    house.check("... of 2,500", done.stdout.startswith("2500 added"), done)
    done = house.run("optout", "list", "--json", *url, **key)
    listed = json.loads(done.stdout) if done.returncode == 0 else house.check("optout list of many", False, done) or []
    house.check("... and they are listed, each once", len({r["to"] for r in listed if r["to"].startswith("+4477009")}) == 2500)
    done = house.ask("POST", "/v1/opt-outs", {"to": house.number(), "account": "*"})
    house.check("an account cannot opt out for everybody", done.status == 422, done)
    last = house.number()
    done = house.ask("POST", "/v1/opt-outs", {"to": last, "account": "*"}, key="boss")
    house.check("... an administrator can", done.status == 200 and house.blocked(last) and house.blocked(last, key="rival"), done)


def on_hold(house):
    boss = {"environment": dict(house.environment, HERMOD_KEY=house.environment["BOSS_KEY"])}
    url = ["--url", f"http://127.0.0.1:{house.http}"]
    numbers = [house.number() for _ in range(6)]
    ids = [house.post(n, text="Our CASINO is open").json()["id"] for n in numbers[:5]]
    short = house.post(numbers[5], text="casino", validity_seconds=2).json()["id"]
    got = house.get(ids[0])
    house.check("a message that a rule fits is held, and says by which", got.get("state") == "held" and got.get("held_by") == "gambling", got)
    house.check("the sender sees it in its lists", len(house.ask("GET", "/v1/messages?state=held").json()["messages"]) >= 5)
    house.check("one that nobody decides of expires", house.reaches(short, "expired").get("state") == "expired", house.get(short))
    house.check("... and its sender is told", house.until(lambda: [e for e in house.told(short) if e["type"] == "message.expired"], 10))
    house.check("the sender may take it back", house.ask("DELETE", f"/v1/messages/{ids[1]}").status == 200)
    house.check("the sender may not decide", house.ask("POST", f"/v1/held/{ids[0]}/release").status == 403)
    house.kill()
    listed = house.run("held", "list", *url, **boss)
    house.check("after SIGKILL they are held still", all(i in listed.stdout for i in (ids[0], ids[2], ids[3])) and ids[1] not in listed.stdout, listed)
    house.check("... and nothing of them left", not [s for s in house.network.submits if b"asino" in s[2] or b"ASINO" in s[2]])
    done = house.run("held", "release", ids[0], *url, **boss)
    house.check("held release lets it go", done.returncode == 0 and house.reaches(ids[0], "submitted").get("state") == "submitted", done)
    done = house.run("held", "refuse", ids[2], "--reason", "no gambling", *url, **boss)
    got = house.get(ids[2])
    house.check("held refuse ends it at once", done.returncode == 0 and got.get("state") == "rejected" and got.get("reason") == "no gambling", (done, got))
    told = house.until(lambda: [e for e in house.told(ids[2]) if e["type"] == "message.rejected"], 10)
    house.check("... with the reason told to its sender", told and told[0]["data"]["reason"] == "no gambling", told)
    for again in (ids[0], ids[1], ids[2]):
        got = house.ask("POST", f"/v1/held/{again}/refuse", key="boss")
        house.check("what is decided is decided", got.json().get("code") == "not_held", (again, got))
    house.say(numbers[3], "stop")
    house.check("one whose recipient has opted out meanwhile", house.ask("POST", f"/v1/held/{ids[3]}/release", key="boss").status == 200)
    house.check("... is not sent when it is released", house.reaches(ids[3], "rejected").get("state") == "rejected", house.get(ids[3]))
    house.kill()
    house.check("after another SIGKILL all is as it was",
                [house.get(i).get("state") for i in ids] == ["submitted", "cancelled", "rejected", "rejected", "held"], [house.get(i).get("state") for i in ids])
    house.check("the metrics say how many wait", house.metric("hermod_held_messages") == 1, house.metric("hermod_held_messages"))
    sms = house.bound()
    status, message_id = sms.submit(numbers[4].lstrip("+"), b"casino", source=OURS)
    batch = [{"to": house.number(), "from": OURS, "text": "Hello"} for _ in range(2)]
    first = [one["id"] for one in house.ask("POST", "/v1/messages/batch", batch, key="boss").json()["results"]]
    house.kill()
    first += [house.post(house.number(), key="boss", text="Hello").json()["id"] for _ in range(3)]
    held = [house.ask("GET", f"/v1/messages/{i}", key="boss").json().get("held_by") for i in first]
    house.check("an account's first three are held, over a SIGKILL", held == ["new"] * 3 + [None] * 2, held)
    house.check("a message by SMPP is held as well", status == ROK and house.get(message_id).get("state") == "held", (status, house.get(message_id)))


PARTS = {"scripts": scripts_and_parts, "answers": answers, "waits": ends_what_waits, "kills": kills_between, "hand": by_hand, "hold": on_hold}


def main(build, only):
    with Consent(build) as house:
        house.begin(ANSWERS)
        ada = stop_blocks(house)
        survives(house, ada)
        for name, part in PARTS.items():
            if not only or name in only:
                part(house)
        house.check("the gateway ends with 0", house.end(house.gateway) == 0)
        house.network.stop()
        return house.finish()


sys.exit(main(sys.argv[1], sys.argv[2:]))
