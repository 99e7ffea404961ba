"""The operator's tools against a running gateway, from outside: commands and their exit codes, probes, metrics, an orderly end."""

import base64
import collections
import hashlib
import hmac
import http.server
import json
import math
import os
import re
import signal
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "peers"))
from gateway import KEYS, SECRET, House, free_port  # noqa: E402

EXIT = {"done": 0, "failed": 1, "usage": 2, "other end": 3, "unreachable": 4}


class Application:
    """The application that is told: takes callbacks, verifies them (Standard Webhooks), keeps them."""

    def __init__(self, port):
        self.events, self.forged = [], 0
        secret, me = base64.b64decode(SECRET.removeprefix("whsec_")), self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + body
                right = "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
                if right in self.headers["webhook-signature"].split():
                    me.events.append(json.loads(body))
                else:
                    me.forged += 1
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            request_queue_size = 128  # of 5, some of the gateway's connections would wait for seconds
            daemon_threads = True

        self.server = Server(("127.0.0.1", port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def of(self, kind):
        return [e for e in list(self.events) if e["type"] == kind]


def said(run):
    return f"exit {run.returncode}: {run.stdout[-300:]!r} {run.stderr[-300:]!r}"


# ---- configuration ----

def configuration(house):
    good = house.read("hermod.toml")
    run = house.run("check", "--config", house.path("hermod.toml"))
    house.check("check: a good configuration, exit code 0", run.returncode == 0 and "good" in run.stdout and run.stderr == "", said(run))
    run = house.run("check", "--json", "--config", house.path("hermod.toml"))
    house.check("check --json: usable, no problems", run.returncode == 0 and json.loads(run.stdout) == {"usable": True, "problems": []}, said(run))

    literal = "literal-secret-0123456789"
    for name, old, new, key, words, nearest in [
        ("an unknown key in a section", "listen =", "listn =", "http.listn", "unknown key", "listen"),
        ("an unknown key of a connector", "reconnect_min_ms", "reconect_min_ms", "connector[0].reconect_min_ms", "unknown key", "reconnect_min_ms"),
        ("an unknown section", "[callbacks]", "[calbacks]", "calbacks", "unknown", "callbacks"),
        ("an unknown type", 'type = "smpp"', 'type = "smp"', "connector[0].type", "unknown", "smpp"),
        ("an unknown connector in a route", 'to = ["operator"]', 'to = ["operater"]', "route[0].to[0]", "no connector", "operator"),
        ("a wrong type", "reconnect_max_ms = 200", 'reconnect_max_ms = "200"', "connector[0].reconnect_max_ms", "", ""),
        ("a number out of range", "reconnect_max_ms = 200", "reconnect_max_ms = 0", "connector[0].reconnect_max_ms", "", ""),
        ("an address that is none", f'address = "127.0.0.1:{house.smpp}"', 'address = "127.0.0.1:99999"', "connector[0].address", "", ""),
        ("a literal api_key", '"env:SHOP_KEY"', f'"{literal}"', "account[0].api_key", "env:NAME", ""),
        ("a literal password", '"env:PASSWORD"', f'"{literal}"', "connector[0].password", "env:NAME", ""),
        ("a secret that is not set", '"env:SHOP_KEY"', '"env:NO_SUCH_VARIABLE"', "account[0].api_key", "NO_SUCH_VARIABLE is not set", ""),
        ("a secret file that is not there", '"env:SHOP_KEY"', '"file:/no/such/file"', "account[0].api_key", "there is no file", ""),
        ("an unknown dialect flag", "window = 50", 'dialect = ["packed_gsm"]', "connector[0].dialect[0]", "", "packed_gsm7"),
        ("an unknown command_status", "window = 50", 'errors = { ESME_RSYSER = "retry" }', "connector[0].errors.ESME_RSYSER", "", "ESME_RSYSERR"),
        ("an unknown store", '"sqlite:', '"sqlight:', "store.url", "is no store", ""),
        ("a key of two accounts", '"env:RIVAL_KEY"', '"env:SHOP_KEY"', "account[1].api_key", "", ""),
        ("a name given twice", 'name = "rival"', 'name = "shop"', "account[1].name", "", ""),
    ]:
        place = good.index(old)
        line = good.count("\n", 0, place) + 1
        path = house.write("wrong.toml", good.replace(old, new, 1))
        run = house.run("check", "--config", path)
        first = next((one for one in run.stderr.splitlines() if f": error: {key}: " in one), "")
        where = re.match(re.escape(path) + r":(\d+):(\d+): error: ", first)
        fits = run.returncode == 1 and where and int(where[1]) == line and words in first and literal not in run.stdout + run.stderr
        if nearest:
            fits = fits and f'did you mean "{nearest}"?' in first
        house.check(f"check: {name}: exit code 1, file:line:column, the key" + (", the nearest" if nearest else ""), fits, (line, said(run)))
        found = [p for p in json.loads(house.run("check", "--json", "--config", path).stdout)["problems"] if p["severity"] == "error" and p["key"] == key]
        house.check("... and as JSON", found and (found[0]["file"], found[0]["line"], found[0]["nearest"]) == (path, line, nearest), found)
        run = house.run("serve", "--config", path, timeout=10)
        house.check("... and serve refuses to start on it", run.returncode == 1 and first and first in run.stderr and "serving" not in run.stderr, said(run))
    path = house.write("wrong.toml", good.replace("listen =", "listn =").replace('"env:SHOP_KEY"', '"x"').replace('["operator"]', '["no"]'))
    run = house.run("check", "--config", path)
    house.check("check: all mistakes at once", run.stderr.count(": error: ") == 3, said(run))
    path = house.write("wrong.toml", good + '\n[[route]\nname = "x"\n')
    run = house.run("check", "--config", path)
    house.check("check: what is no TOML, with its place", run.returncode == 1 and re.search(r"wrong\.toml:%d:\d+: error: " % (good.count("\n") + 2), run.stderr),
                said(run))
    run = house.run("check", "--config", house.path("absent.toml"))
    house.check("check: a file that is not there", run.returncode == 1 and "absent.toml" in run.stderr, said(run))
    house.check("none of that made a store", not os.path.exists(house.path("hermod.db")))


def small_commands(house):
    run = house.run("version")
    house.check("version", run.returncode == 0 and re.fullmatch(r"hermod \d+\.\d+\.\d+\S*\n", run.stdout), said(run))
    run = house.run("version", "--json")
    house.check("version --json", json.loads(run.stdout)["version"] in house.run("version").stdout and json.loads(run.stdout)["name"] == "hermod", said(run))
    for name, arguments in [("no command", []), ("an unknown command", ["frobnicate"]), ("send without --to", ["send", "--text", "x"]),
                            ("an unknown option", ["version", "--loud"]), ("a key that is not set", ["trace", "m0000000000000", "--key", "env:NO_SUCH"])]:
        run = house.run(*arguments)
        house.check(f"{name}: exit code 2, and the usage or the reason", run.returncode == EXIT["usage"] and run.stderr + run.stdout, said(run))
    for command in ["serve", "check", "send", "trace", "tail", "simulate smsc", "decode smpp", "decode ucp", "decode cimd2", "password"]:
        run = house.run(*command.split(), "--help")
        house.check(f"{command} --help has an example", run.returncode == 0 and "Example: " in run.stdout, said(run))
    gone = f"http://127.0.0.1:{free_port()}"
    for command in [["send", "--to", "+491510000001", "--text", "x"], ["trace", "m0000000000000"], ["tail"]]:
        run = house.run(*command, "--url", gone, "--key", "env:SHOP_KEY")
        house.check(f"{command[0]}: no gateway there: exit code 4 and a sentence", run.returncode == EXIT["unreachable"] and gone in run.stderr, said(run))


def password_command(house):
    def given(text, *more):
        return subprocess.run([house.hermod, "password", *more], input=text, env=house.environment, capture_output=True, text=True, timeout=20)

    form = r"\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+"
    run = given("s3cret\n")
    house.check("password: one from standard input, its hash alone", run.returncode == 0 and re.fullmatch(form + "\n", run.stdout) and run.stderr == "",
                said(run))
    house.check("... with another salt each time", given("s3cret\n").stdout != run.stdout)
    run = given("ninechars\n", "--json")
    house.check("password: more than SMPP allows is said, and hashed", run.returncode == 0 and "SMPP allows 8" in run.stderr
                and re.fullmatch(form, json.loads(run.stdout)["hash"]) and "password" not in json.loads(run.stdout), said(run))
    run = given("", "--generate", "--json")
    made = json.loads(run.stdout)
    house.check("password --generate --json", run.returncode == 0 and re.fullmatch("[A-Za-z0-9]{8}", made["password"]) and re.fullmatch(form, made["hash"]),
                said(run))
    for name, text in [("nothing", ""), ("an empty line", "\n"), ("a control character", "a\tb\n")]:
        run = given(text)
        house.check(f"password: {name}: exit code 2 and a sentence", run.returncode == EXIT["usage"] and run.stdout == "" and "hermod: " in run.stderr,
                    said(run))
    hashed = house.write("esme.hash", given("s3cret\n").stdout)
    os.chmod(hashed, 0o600)
    path = house.write("smpp.toml", house.read("hermod.toml")
                       + f'\n[smpp]\n[[account]]\nname = "esme"\nsystem_id = "esme"\npassword = "file:{hashed}"\ndialect = ["packed_gsm7"]\n'
                       + '[tlv]\nentity_id = { tag = 0x1400, type = "string" }\n')
    run = house.run("check", "--config", path)
    house.check("check: an account with system_id and that hash, without api_key", run.returncode == 0 and run.stderr == "", said(run))
    path = house.write("smpp.toml", open(path).read().replace("0x1400", "0x0424"))
    run = house.run("check", "--config", path)
    house.check("check: a name for one of SMPP's own TLVs", run.returncode == 1 and "tlv.entity_id.tag: is SMPP's own message_payload" in run.stderr, said(run))


def decoding(house):
    good = "0000002f 00000004 00000000 00000001 00 05 00 53686f7000 01 01 3434373730303900 00 00 00 00 00 01 00 00 00 05 48656c6c6f"
    octets = bytes.fromhex(good)
    good = f"{len(octets):08x}" + octets.hex()[8:]
    run = house.run("decode", "smpp", good)
    house.check("decode smpp: a good PDU field by field, exit code 0", run.returncode == 0 and all(
        word in run.stdout for word in ("submit_sm", "source_addr ", "Shop", "destination_addr", "447700", "short_message", "Hello", "ESME_ROK")), said(run))
    run = house.run("decode", "smpp", ":".join(good[i:i + 2] for i in range(0, len(good), 2)))
    house.check("decode smpp: colons do not matter", run.returncode == 0 and "Hello" in run.stdout, said(run))
    run = house.run("decode", "smpp", "--json", good)
    fields = {f["name"]: f for f in json.loads(run.stdout)["fields"]}
    house.check("decode smpp --json", run.returncode == 0 and fields["short_message"]["value"] == "Hello" and json.loads(run.stdout)["fault"] is None, said(run))
    bad = good[:-12] + "ff" + good[-10:]  # sm_length
    run = house.run("decode", "smpp", bad)
    house.check("decode smpp: a broken PDU as far as it goes, its fault, exit code 1", run.returncode == 1 and "fault: short_message" in run.stdout
                and "ESME_RINVMSGLEN" in run.stdout and "destination_addr" in run.stdout, said(run))
    run = house.run("decode", "smpp", "--json", bad)
    house.check("decode smpp --json: the fault", run.returncode == 1 and json.loads(run.stdout)["fault"]["field"] == "short_message", said(run))
    for name, text, code in [("no hexadecimal", "xyz", EXIT["usage"]), ("half an octet", "0000001", EXIT["usage"]), ("two octets", "0000", EXIT["failed"]),
                             ("an unknown command_id", "00000010 00010203 00000000 00000001", EXIT["failed"])]:
        run = house.run("decode", "smpp", *text.split())
        house.check(f"decode smpp: {name}: exit code {code}", run.returncode == code and run.stderr + run.stdout, said(run))
    bind = b"hermod\0" + b"topsecr\0" + b"\0\x34\0\0\0"
    run = house.run("decode", "smpp", f"{16 + len(bind):08x}00000009{0:08x}{1:08x}" + bind.hex())
    house.check("decode smpp: a password is not shown", run.returncode == 0 and "hermod" in run.stdout and "topsecr" not in run.stdout
                and b"topsecr".hex() not in run.stdout.lower(), said(run))
    ucp = "01/00045/O/30/66677789///1//////68656C6C6F/CE"
    line = '30 sms_transfer O 01: AdC=66677789 NRq=1 AMsg="hello"\n'
    for name, frame in [("text", ucp), ("hexadecimal", "02" + ucp.encode().hex() + "03")]:
        run = house.run("decode", "ucp", frame)
        house.check(f"decode ucp: {name}: a frame in one line, exit code 0", run.returncode == 0 and run.stdout == line, said(run))
    run = house.run("decode", "ucp", "--json", "00/00037/R/60/A/BIND", "AUTHENTICATED/6D")
    read = json.loads(run.stdout)
    house.check("decode ucp --json", run.returncode == 0 and (read["ot"], read["result"], read["fault"]) == (60, True, None) and
                {f["name"]: f["value"] for f in read["fields"]} == {"ACK": "A", "SM": "BIND AUTHENTICATED"}, said(run))
    run = house.run("decode", "ucp", "02/00059/O/60/07656765/2/1/1/50617373776F7264//0100//////62")
    house.check("decode ucp: a wrong checksum, exit code 1, and no password", run.returncode == 1 and "fault in CS at 58" in run.stdout and
                "PWD=***" in run.stdout and "5061" not in run.stdout, said(run))
    run = house.run("decode", "ucp", "xyz")
    house.check("decode ucp: neither a frame nor hexadecimal: exit code 2", run.returncode == EXIT["usage"] and "neither" in run.stderr, said(run))
    packet = b"\x0201:001\t010:foo\t011:topsecr\t".hex()
    run = house.run("decode", "cimd2", packet + "03")
    house.check("decode cimd2: a packet in one line, its password hidden", run.returncode == 0
                and run.stdout == "login 01:001 user_identity=foo password=***\n", said(run))
    run = house.run("decode", "cimd2", packet + b"00\x03".hex())
    house.check("decode cimd2: a broken packet, its fault, exit code 1", run.returncode == 1 and "fault: checksum at octet" in run.stdout
                and "topsecr" not in run.stdout, said(run))
    run = house.run("decode", "cimd2", "xyz")
    house.check("decode cimd2: no hexadecimal", run.returncode == EXIT["usage"] and "hexadecimal" in run.stderr, said(run))
    deliver = b"\x0220:000\t021:1\t023:2\t060:261125190923\t033:}\t\x03".hex()
    house.check("decode cimd2 --latin1", 'user_data="}"' in house.run("decode", "cimd2", "--latin1", deliver).stdout
                and 'user_data="\u00e5"' in house.run("decode", "cimd2", deliver).stdout)


# ---- a gateway and its operator ----

def probes(house):
    house.serve(ready=False)
    live, ready = house.ask("GET", "/livez", key=None), house.ask("GET", "/readyz", key=None)
    house.check("/livez: 200 as soon as it serves", live.status == 200 and live.json() == {"status": "alive"}, live)
    checks = {c["name"]: c["good"] for c in ready.json().get("checks", [])}
    house.check("/readyz: 503 before the bind, and it says which", ready.status == 503 and ready.json()["status"] == "not ready"
                and checks == {"store": True, "connector operator": False}, ready)
    waiting = house.ask("POST", "/v1/messages", house.message(text="before the bind"))
    house.check("a message is accepted before the bind", waiting.status == 202, waiting)
    house.centre("--receipt-delay", "20", "--echo", "4915177777", "--inbound-rate", "5", "--inbound-text", "Hello from a handset")
    house.check("/readyz: 200 after the bind", house.until(lambda: house.answers("/readyz") == 200, 10), house.ask("GET", "/readyz", key=None))
    ready = house.ask("GET", "/readyz", key=None).json()
    house.check("... and every check is good", ready["status"] == "ready" and all(c["good"] for c in ready["checks"]), ready)
    house.check("... and the message leaves", house.reaches(waiting.json()["id"], "delivered")["state"] == "delivered")


def exposition(text):
    """What is wrong with a page of Prometheus' text format 0.0.4; every line is read."""
    wrong, types, done, series, current = [], {}, set(), set(), None
    buckets, counts = collections.defaultdict(list), {}
    number = r"[+-]?(?:\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|Inf)|NaN"
    label = r'[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*"'
    sample = re.compile(rf"([a-zA-Z_:][\w:]*)(?:\{{((?:{label})(?:,{label})*),?\}})? ({number})(?: -?\d+)?")
    if not text.endswith("\n"):
        wrong.append("the last line does not end")
    for line in text.splitlines():
        if meta := re.fullmatch(r"# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.*)", line):
            kind, name, rest = meta.groups()
            if name != current:
                if name in done:
                    wrong.append(f"the family {name} comes twice")
                current = name
                done.add(name)
            if kind == "TYPE":
                if rest not in ("counter", "gauge", "histogram", "summary", "untyped") or name in types:
                    wrong.append(line)
                types[name] = rest
            elif not rest:
                wrong.append(f"{name} has no help")
            continue
        found = sample.fullmatch(line)
        if not found:
            wrong.append(f"no sample: {line!r}")
            continue
        name, labels, value = found[1], found[2] or "", float(found[3])
        if (name, labels) in series:
            wrong.append(f"twice: {line}")
        series.add((name, labels))
        family = name if name in types else re.sub(r"_(bucket|sum|count)$", "", name)
        if family != current or family not in types:
            wrong.append(f"{line} is not with its family")
        elif types[family] == "counter" and (not name.endswith("_total") or value < 0):
            wrong.append(f"no counter: {line}")
        elif types[family] == "histogram":
            plain = re.sub(r',?le="[^"]*"', "", labels)
            if name.endswith("_bucket"):
                buckets[family, plain].append((float(re.search(r'le="([^"]*)"', labels)[1].replace("Inf", "inf")), value))
            elif name.endswith("_count"):
                counts[family, plain] = value
    for at, value in counts.items():
        rows = buckets[at]
        if not rows or rows != sorted(rows) or [v for _, v in rows] != sorted(v for _, v in rows) or rows[-1] != (math.inf, value):
            wrong.append(f"the buckets of {at} do not fit its count")
    return wrong, types, series


def pages(house):
    answer = house.ask("GET", "/metrics", key=None)
    text = answer.body.decode()
    wrong, types, series = exposition(text)
    house.check(f"/metrics: {len(series)} series of {len(types)} families, every line in Prometheus' format", answer.status == 200 and not wrong
                and len(types) > 30, wrong[:5])
    house.check("... of its type", answer.headers["Content-Type"].startswith("text/plain"), answer.headers["Content-Type"])
    house.check("... with the operator's manual's metrics", {
        "hermod_store_failed", "hermod_store_refused_full_total", "hermod_connector_binds", "hermod_queue_depth", "hermod_queue_oldest_seconds",
        "hermod_connector_throttled_total", "hermod_connector_response_timeouts_total", "hermod_receipts_total", "hermod_callback_events_pending",
        "hermod_store_commit_seconds"} <= set(types), sorted(types))
    with open(os.path.join(HERE, "..", "..", "..", "docs", "openapi.yaml"), "rb") as f:
        written = f.read()
    served = house.ask("GET", "/openapi.yaml", key=None)
    house.check("/openapi.yaml equals docs/openapi.yaml", served.status == 200 and served.body == written, (len(served.body), len(written)))


def messages(house, application):
    access = ["--url", f"http://127.0.0.1:{house.http}", "--key", "env:SHOP_KEY"]
    with open(house.path("tail.log"), "w") as out:
        tail = subprocess.Popen([house.hermod, "tail", *access], env=house.environment, stdout=out, stderr=out)
    with open(house.path("tail.json"), "w") as out:
        tail_json = subprocess.Popen([house.hermod, "tail", "--json", *access], env=house.environment, stdout=out, stderr=out)
    house.children += [tail, tail_json]
    house.until(lambda: house.read("tail.log") and house.read("tail.json"), 5)  # the simulated handset keeps it busy: it listens
    to = house.number()
    run = house.run("send", *access, "--to", to, "--from", "Shop", "--text", "Hello", "--ref", "order-17", "--wait", "delivered")
    house.check("send --wait delivered: exit code 0", run.returncode == 0 and re.fullmatch(r"m\w{13} delivered\n", run.stdout), said(run))
    message_id = run.stdout.split()[0] if run.stdout else "m0000000000000"
    for log in ("tail.log", "tail.json"):
        house.check(f"tail ({log}) shows it live", house.until(
            lambda log=log: any(message_id in line and "delivered" in line for line in house.read(log).splitlines()), 5), house.read(log)[-300:])
    lines = [json.loads(line) for line in house.read("tail.json").splitlines() if message_id in line]
    house.check("tail --json: every line a LiveEvent, in order", [e["event"] for e in lines][:3] == ["stored", "submitted", "receipt"]
                and lines[2]["ended"] and lines[0]["client_ref"] == "order-17", lines)
    tail.send_signal(signal.SIGINT)
    tail_json.send_signal(signal.SIGTERM)
    house.check("tail ends with Ctrl-C", house.until(lambda: tail.poll() is not None and tail_json.poll() is not None, 5))
    run = house.run("send", *access, "--to", house.number(), "--from", "Shop", "--text", "Hello", "--json")
    house.check("send --json", run.returncode == 0 and json.loads(run.stdout)["state"] == "accepted", said(run))
    run = house.run("send", *access, "--to", house.number(), "--from", "Shop", "--text", "Hello", "--wait", "expired")
    house.check("send --wait expired, but delivered: exit code 3", run.returncode == EXIT["other end"], said(run))
    run = house.run("send", *access, "--to", "0791234567", "--from", "Shop", "--text", "Hello")
    house.check("send to a number that is none: exit code 1 and the reason", run.returncode == 1 and "HTTP 422" in run.stderr and "/to" in run.stderr, said(run))
    run = house.run("send", "--url", access[1], "--key", "wrong-key-0123456789", "--to", to, "--text", "x")
    house.check("send with a wrong key: exit code 1 and the reason", run.returncode == 1 and "HTTP 401" in run.stderr, said(run))

    run = house.run("trace", message_id, *access)
    steps = re.findall(r"\+\s*[\d.]+ ms  (\w+)", run.stdout)
    house.check("trace: the whole life, step by step", run.returncode == 0 and run.stdout.startswith(message_id + "  delivered")
                and [s for s in steps if s not in ("callback", "stored")] == ["accepted", "submitted", "receipt"], said(run))
    house.until(lambda: any(e["event"] == "callback" for e in house.get(message_id)["timeline"]), 5)
    run = house.run("trace", message_id, "--json", *access)
    traced = json.loads(run.stdout)
    house.check("trace --json equals GET /v1/messages/ID", traced == house.get(message_id) and traced["state"] == "delivered"
                and "callback" in [e["event"] for e in traced["timeline"]], traced)
    run = house.run("trace", "m0000000000000", *access)
    house.check("trace of an unknown id: exit code 1", run.returncode == 1 and "HTTP 404" in run.stderr, said(run))
    told = house.until(lambda: [e for e in application.of("message.delivered") if e["data"]["id"] == message_id], 5)
    house.check("the application is told once, signed", told and len(told) == 1 and application.forged == 0 and told[0]["data"]["client_ref"] == "order-17", told)

    got = house.until(lambda: application.of("message.received"), 10)
    house.check("a handset's message reaches the application with its text", got and got[0]["data"]["text"] == "Hello from a handset"
                and got[0]["data"]["from"] == "+447700900001" and got[0]["data"]["to"] == "88222" and got[0]["data"]["connector"] == "operator", got and got[0])
    said_back = echoes(house, application, text="Grüße, Привет 👋")
    house.check("what is sent to the echo number comes back, Unicode as it was", said_back == ["Grüße, Привет 👋"], said_back)
    said_back = echoes(house, application, text="Long echo, [long] echo. " * 20, count=4)
    house.check("... a long one in its parts", "".join(said_back) == "Long echo, [long] echo. " * 20, said_back)
    kept = [m for m in house.everything() if m["direction"] == "from_handset"]
    house.check("... and is stored as a message from a handset", kept and all(m["connector"] == "operator" for m in kept), kept[:1])


def echoes(house, application, count=1, **fields):
    """The texts that come back from the echo number, in the order of their parts."""
    before = len(application.of("message.received"))
    house.send(to="+4915177777", **fields)

    def came():
        return [e["data"] for e in application.of("message.received")[before:] if e["data"]["from"] == "+4915177777"]
    house.until(lambda: len(came()) >= count, 5)
    return [e["text"] for e in sorted(came(), key=lambda e: e.get("udh", ""))]


def simulated_handset(house, application):
    """simulate smsc takes what a person would type: a number with its +, a text in UTF-8."""
    house.centre("--echo", "+4915177777", "--inbound-rate", "5", "--inbound-text", "Grüße")
    house.until(lambda: house.answers("/readyz") == 200, 10)
    seen = house.until(lambda: [e["data"]["text"] for e in application.of("message.received")
                                if e["data"]["from"] == "+447700900001" and e["data"]["text"].startswith("Gr")], 5)
    house.check("simulate smsc --inbound-text Grüße: the text arrives as it was given", seen and seen[0] == "Grüße", seen and seen[0])
    said_back = echoes(house, application, text="echo")
    house.check("simulate smsc --echo +4915177777: the number may have its +", said_back == ["echo"], said_back)


def orderly_end(house):
    """SIGTERM while messages are in flight: ends with 0 within seconds; after a restart every one is delivered, and sent once."""
    house.centre("--answer-delay", "300", "--receipt-delay", "50", "--ledger", house.path("ledger"))
    house.until(lambda: house.answers("/readyz") == 200, 10)
    ids = []
    for _ in range(4):
        answer = house.ask("POST", "/v1/messages/batch", [house.message(text="in flight") for _ in range(100)])
        ids += [r["id"] for r in answer.json().get("results", []) if "id" in r]
    house.check("400 messages are accepted", len(ids) == 400, len(ids))
    house.until(lambda: house.metric("hermod_queue_in_flight") > 0, 5)
    flying = house.metric("hermod_queue_in_flight")
    began = time.monotonic()
    code = house.end(house.gateway)
    seconds = time.monotonic() - began
    house.check(f"SIGTERM with {flying:.0f} in flight: exit code 0 after {seconds:.1f} s", flying > 0 and code == 0 and seconds < 10, code)
    house.serve()
    states = {}

    def all_delivered():
        states.update({m["id"]: m for m in house.everything()})
        return all(states.get(i, {}).get("state") == "delivered" for i in ids)
    house.check("after a restart every one is delivered", house.until(all_delivered, 20, 0.2), collections.Counter(states.get(i, {}).get("state") for i in ids))
    taken = collections.Counter(line.split("\t")[3] for line in house.read("ledger").splitlines())
    numbers = {states[i]["to"].lstrip("+") for i in ids if i in states}
    twice = [to for to, count in taken.items() if to.lstrip("+") in numbers and count > 1]
    house.check("... and none was sent twice: the windows were drained", not twice, twice[:3])
    house.check("... nor flagged", not any(states[i]["possible_duplicate"] for i in ids if i in states))


def silent_operator(house):
    house.centre("--never-answer", "100")
    house.until(lambda: house.answers("/readyz") == 200, 10)
    message_id = house.send()
    house.until(lambda: house.metric("hermod_queue_in_flight") > 0, 5)
    began = time.monotonic()
    code = house.end(house.gateway, seconds=40)
    seconds = time.monotonic() - began
    house.check(f"SIGTERM while the operator never answers: exit code 0 after {seconds:.1f} s", code == 0 and seconds < 25, code)
    house.centre()
    house.serve()
    seen = house.reaches(message_id, "delivered")
    house.check("... and after a restart its message is delivered, flagged", seen["state"] == "delivered" and seen["possible_duplicate"], seen)


def one_process_a_store(house):
    house.configure("window = 50", name="second.toml", http=free_port())
    try:
        run = house.run("serve", "--config", house.path("second.toml"), timeout=5)
        house.check("a second serve on the same store: exit code 1, and it says that the store is in use",
                    run.returncode == 1 and "in use" in run.stderr, said(run))
    except subprocess.TimeoutExpired as running:
        house.check("a second serve on the same store: exit code 1, and it says that the store is in use", False, f"it runs: {running.stderr!r}")
    house.check("... and the first one goes on", house.still_good())
    run = house.run("serve", "--config", house.configure("window = 50", name="third.toml", store="third.db"), timeout=10)
    house.check("a second serve on the same port: exit code 1 and the address", run.returncode == 1 and f"127.0.0.1:{house.http}" in run.stderr, said(run))


def main():
    with House(sys.argv[1]) as house:
        application = Application(house.app)
        house.configure("window = 50", shop=f'callback_url = "http://127.0.0.1:{house.app}/events"\ncallback_secret = "env:CALLBACK_SECRET"')
        for part in (configuration, small_commands, password_command, decoding, probes, pages):
            part(house)
        for part in (messages, simulated_handset):
            part(house, application)
        for part in (orderly_end, silent_operator, pages, one_process_a_store):
            part(house)
        house.check("the gateway ends with 0", house.end(house.gateway) == 0)
    return house.finish()


sys.exit(main())
