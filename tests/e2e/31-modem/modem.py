"""A gateway whose only network is a few SIM cards, through good and bad times. See run.sh."""

import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from gateway import House, free_port  # noqa: E402
from relay import Relay, at_line  # noqa: E402

UNICODE = "Žluťoučký kůň 😀"
ECHO = "+4499000000"


class Modems(House):
    def __init__(self, build):
        super().__init__(build)
        self.control, self.tcp = free_port(), free_port()
        self.sim, self.ledger_from = None, 0

    def configure_modems(self, modems, more="", shop=""):
        """modems: (name, its place and more keys)."""
        tables = "".join(f'[[connector.modem]]\nname = "{name}"\n{keys}\n' for name, keys in modems)
        return self.write("hermod.toml", f"""[store]
url = "sqlite:{self.path("hermod.db")}"
reserve_mb = 1
[http]
listen = ["127.0.0.1:{self.http}"]
[[account]]
name = "shop"
api_key = "env:SHOP_KEY"
{shop}
[[account]]
name = "boss"
api_key = "env:BOSS_KEY"
admin = true
[[connector]]
name = "sims"
type = "modem"
inbound_account = "shop"
state_file = "{self.path("modems.state")}"
retry_seconds = 1
answer_seconds = 1
send_seconds = 3
throttle_pause_ms = 100
watch_seconds = 2
poll_seconds = 2
reconnect_min_ms = 50
reconnect_max_ms = 200
{more}
{tables}
[[route]]
name = "default"
to = ["sims"]
""")

    def pty(self, number=1):
        """The link of one of several modems; of one alone it has no number."""
        return f'device = "{self.path("modem")}{number}"'

    def plug_in(self, *options, count=2):
        """Other modems with these options; returns when the gateway has them ready."""
        self.pull_out()
        self.ledger_from = len(self.taken())
        self.sim = self.start("simulate", "modem", "--modems", str(count), "--link", self.path("modem"), "--control", f"127.0.0.1:{self.control}",
                              "--ledger", self.path("ledger"), "--quiet", *options, log="smsc.log")
        if not self.until(lambda: self.connects(self.control), 10):
            sys.exit("the simulated modems do not listen")

    def pull_out(self):
        """Ends the simulator; returns when the gateway has noticed it: what it says of its modems is then not of the old ones."""
        if self.sim and self.sim.poll() is None:
            self.end(self.sim)
            if self.gateway and self.gateway.poll() is None:
                self.until(lambda: self.metric("hermod_connector_binds") == 0, 10, 0.02)

    def ready(self, count=2, seconds=20):
        return self.until(lambda: self.metric("hermod_connector_binds") == count
                          and sum(one["usable"] for one in self.status().values()) == count, seconds, 0.05)

    def say(self, line):
        """To the simulator's control port; answers its line."""
        with socket.create_connection(("127.0.0.1", self.control), 5) as s:
            s.sendall(line.encode() + b"\n")
            return s.makefile().readline().strip()

    def taken(self):
        """What the network took: (source, destination, has a header, coding, octets)."""
        if not os.path.exists(self.path("ledger")):
            return []
        rows = [line.split("\t") for line in self.read("ledger").splitlines()]
        return [(f[2], f[3], int(f[4], 16) != 0, int(f[5], 16), bytes.fromhex(f[7])) for f in rows]

    def taken_now(self):
        return self.taken()[self.ledger_from:]

    def all_reach(self, ids, state, seconds=30.0):
        self.until(lambda: all(self.get(i).get("state") == state for i in ids), seconds, 0.1)
        return [self.get(i) for i in ids if self.get(i).get("state") != state]

    def from_handsets(self):
        return [m for m in self.everything() if m["direction"] == "from_handset" and not m.get("part_of")]

    def status(self):
        done = self.run("modem", "status", "--json", "--key", "env:BOSS_KEY", "--url", f"http://127.0.0.1:{self.http}")
        return {m["name"]: m for m in json.loads(done.stdout)} if done.returncode == 0 else {}


def there(house):
    """Short, Unicode and long messages."""
    got = house.reaches(house.send(text="Hello {€}"), "delivered")
    house.check("a message is sent, and its status report finds it", got.get("state") == "delivered", got)
    source, _, header, coding, octets = house.taken_now()[-1]
    house.check("... in the GSM alphabet, from a SIM's own number", (header, coding, octets) == (False, 0, b"Hello \x1b(\x1be\x1b)")
                and source in ("+491511000001", "+491511000002"), (source, header, coding, octets))
    got = house.reaches(house.send(text=UNICODE), "delivered")
    _, _, header, coding, octets = house.taken_now()[-1]
    house.check("Unicode arrives as it left", got.get("state") == "delivered" and coding == 8 and octets.decode("utf-16-be") == UNICODE, (coding, octets))
    text = "".join(chr(ord("a") + n % 26) for n in range(400))
    before = len(house.taken_now())
    got = house.reaches(house.send(text=text), "delivered")
    rows = house.taken_now()[before:]
    parts = [row[4] for row in rows]
    house.check("a long message is three parts, each with its report", got.get("state") == "delivered" and got.get("parts") == 3, got)
    house.check("... which a header ties together", [p[:3] + p[4:6] for p in parts] == [bytes([5, 0, 3, 3, n]) for n in (1, 2, 3)]
                and b"".join(p[6:] for p in parts).decode() == text, parts)
    house.check("... all by one modem", len({row[0] for row in rows}) == 1, rows)
    ids = [house.send(**{"from": "+491511000002"}) for _ in range(4)]
    bad = house.all_reach(ids, "delivered")
    house.check("a sender that is a modem's own number chooses that modem", not bad and {row[0] for row in house.taken_now()[-4:]} == {"+491511000002"},
                (bad, house.taken_now()[-4:]))


def back(house):
    """What handsets send comes in, and what is sent to the echo's number comes back."""
    long_text = "Straße " + "0123456789" * 30
    texts = ["Hello {€}", UNICODE, long_text, "ж" * 100]
    for n, text in enumerate(texts):
        answer = house.say(f"deliver {n % 2 + 1} +447700900001 {text}")
        house.check(f"the network has message {n + 1} for a modem", answer == "ok", answer)
    def came():  # parts, too, as long as their message is not whole
        return sorted(m.get("text", "") for m in house.from_handsets())
    house.until(lambda: came() == sorted(texts), 20, 0.1)
    house.check("messages from a handset come in: short, Unicode, long", came() == sorted(texts), came())
    house.check("... to the numbers of the SIMs", {(m["from"], m["to"]) for m in house.from_handsets()}
                == {("+447700900001", "+491511000001"), ("+447700900001", "+491511000002")}, [(m["from"], m["to"]) for m in house.from_handsets()])
    emptied = house.until(lambda: all(place.endswith("=0") for n in (1, 2) for place in house.say(f"stored {n}").split()), 10, 0.1)
    house.check("... and are deleted from the SIMs", emptied, (house.say("stored 1"), house.say("stored 2")))


def pool(house):
    before = len(house.taken_now())
    bad = house.all_reach([house.send() for _ in range(20)], "delivered")
    by = [row[0] for row in house.taken_now()[before:]]
    house.check("a pool shares its work", not bad and 7 <= by.count("+491511000001") <= 13, (bad[:1], by))


def faults(house):
    house.plug_in("--undelivered", "100")
    house.ready()
    got = house.reaches(house.send(), "undelivered")
    house.check("a failed delivery is told with its reason", got.get("state") == "undelivered" and got.get("reason"), got)
    house.plug_in("--receipt-before-answer", "--national-recipient")
    house.ready()
    bad = house.all_reach([house.send() for _ in range(10)], "delivered")
    house.check("reports that overtake the answer, to numbers in national form, find their messages", not bad, bad[:2])
    house.plug_in("--zero-references", "--receipt-delay", "300")
    house.ready()
    to = house.number()
    bad = house.all_reach([house.send(to=to, text=f"number {n}") for n in range(4)] + [house.send() for _ in range(4)], "delivered")
    house.check("a modem whose references are all 0 gets its reports matched all the same", not bad, bad[:2])
    house.plug_in("--throttle-every", "3")
    house.ready()
    bad = house.all_reach([house.send() for _ in range(12)], "delivered")
    house.check("who is throttled sends all the same", not bad, bad[:2])
    house.check("... and counts it", house.metric("hermod_connector_throttled_total") >= 3, house.metric("hermod_connector_throttled_total"))
    house.plug_in("--error", "28:100")
    house.ready()
    got = house.reaches(house.send(), "rejected")
    house.check("a refusal is final, and says why", got.get("state") == "rejected" and "28" in json.dumps(got), got)
    house.plug_in("--error", "38:50")
    house.ready()
    bad = house.all_reach([house.send() for _ in range(8)], "delivered", 60)
    house.check("the network's own trouble is tried again", not bad, bad[:2])
    house.plug_in("--garbage", "50")
    house.ready()
    bad = house.all_reach([house.send() for _ in range(8)], "delivered")
    house.check("noise between the lines does no harm", not bad, bad[:2])


def unsure(house):
    house.plug_in("--never-answer", "30", "--seed", "7")
    house.ready()
    ids = [house.send() for _ in range(10)]
    bad = house.all_reach(ids, "delivered", 90)
    flagged = [i for i in ids if house.get(i).get("possible_duplicate")]
    took = [row[1] for row in house.taken_now()]
    doubles = {d for d in took if took.count(d) > 1}
    house.check("messages that the modem never answered are sent again, and flagged", not bad and len(flagged) >= 1
                and doubles <= {house.get(i)["to"] for i in flagged}, (bad[:1], flagged, doubles))


def unplugging(house):
    house.plug_in("--disconnect-every", "5", "--disconnect-inside-pdu", "--replug-after", "300")
    house.ready()
    ids = [house.send() for _ in range(20)]
    bad = house.all_reach(ids, "delivered", 90)
    house.check("modems that are unplugged again and again come back, nothing is lost", not bad, bad[:2])
    house.plug_in()
    house.ready()
    house.say("unplug 1")
    house.until(lambda: house.metric("hermod_connector_binds") == 1, 10)
    status = house.status()
    house.check("an unplugged modem is not usable, and says why", status and not status["sim1"]["usable"] and status["sim1"].get("detail"), status.get("sim1"))
    bad = house.all_reach([house.send() for _ in range(4)], "delivered")
    house.check("... the other one does its work", not bad and {row[0] for row in house.taken_now()[-4:]} == {"+491511000002"}, bad[:1])
    house.say("deliver 1 +447700900001 while it was gone")
    house.say("plug 1")
    house.check("a modem that is plugged in again is found", house.ready(2, 10))
    came = house.until(lambda: any(m["text"] == "while it was gone" for m in house.from_handsets()), 10, 0.1)
    house.check("... with the message that waited for it", came)
    house.plug_in("--hang-every", "6", "--hang-for", "0")
    house.ready()
    bad = house.all_reach([house.send() for _ in range(14)], "delivered", 120)
    house.check("modems that hang are reset and opened anew", not bad, bad[:2])


def command_line(house):
    house.plug_in("--signal", "21")
    house.ready()
    house.until(lambda: all(one.get("signal_dbm") == -71 for one in house.status().values()), 10, 0.05)  # asked for once it is ready
    url = f"http://127.0.0.1:{house.http}"
    done = house.run("modem", "status", "--key", "env:BOSS_KEY", "--url", url)
    house.check("hermod modem status shows SIM, network and signal", done.returncode == 0 and "sims/sim1  ready" in done.stdout and "-71 dBm" in done.stdout
                and "SIM ready" in done.stdout, (done.stdout, done.stderr))
    done = house.run("modem", "ussd", "sim1", "*100#", "--key", "env:BOSS_KEY", "--url", url)
    house.check("hermod modem ussd asks the network", done.returncode == 0 and "balance" in done.stdout, (done.stdout, done.stderr))
    done = house.run("modem", "ussd", "sims/sim2", "*123#", "--key", "env:BOSS_KEY", "--url", url)
    house.check("... whose menu waits for an answer", done.returncode == 0 and "1 Balance\n2 Number" in done.stdout and "waits" in done.stderr, (done.stdout, done.stderr))
    done = house.run("modem", "ussd", "sims/sim2", "2", "--key", "env:BOSS_KEY", "--url", url)
    house.check("... and gets it", done.returncode == 0 and "You have chosen 2" in done.stdout, (done.stdout, done.stderr))
    done = house.run("modem", "ussd", "sim1", "*999#", "--key", "env:BOSS_KEY", "--url", url)
    house.check("an unknown code is told", done.returncode == 1, (done.stdout, done.stderr))
    done = house.run("modem", "ussd", "nobody", "*100#", "--key", "env:BOSS_KEY", "--url", url)
    house.check("an unknown modem is told", done.returncode == 1 and "there is no modem" in done.stderr, (done.stdout, done.stderr))
    done = house.run("modem", "status", "--key", "env:SHOP_KEY", "--url", url)
    house.check("an account that is no administrator is not told", done.returncode == 1 and "403" in done.stderr, (done.stdout, done.stderr))
    text = house.ask("GET", "/metrics", key=None).body.decode()
    for wanted in ('hermod_modem_signal_dbm{connector="sims",modem="sim1"} -71', 'hermod_modem_usable{connector="sims",modem="sim2"} 1',
                   'hermod_modem_registered{connector="sims",modem="sim1"} 1'):
        house.check(f"metrics: {wanted}", wanted in text, [line for line in text.splitlines() if "hermod_modem" in line][:12])
    house.say("registration 1 3")
    gone = house.until(lambda: not house.status().get("sim1", {}).get("registered", True), 10, 0.1)
    house.check("a modem that the network denies is seen", gone, house.status().get("sim1"))
    house.say("registration 1 1")
    house.check("... and taken again when it is let in", house.ready(2, 10))


def shutdown(house):
    house.plug_in("--answer-delay", "400")
    house.ready()
    ids = [house.send() for _ in range(8)]
    house.until(lambda: house.metric("hermod_connector_window_used") == 2, 5)
    house.check("it leaves in order while answers are under way", house.end(house.gateway) == 0)
    house.serve()
    bad = house.all_reach(ids, "delivered")
    house.check("what was in flight is delivered", not bad, bad[:2])
    took = [row[1] for row in house.taken_now()]
    house.check("... once each", len(took) == len(set(took)) == 8 and not any(house.get(i).get("possible_duplicate") for i in ids), took)


def limits(house):
    """A minute's limit holds parts back, a day's limit survives a restart, and the other modem takes over."""
    house.end(house.gateway)
    os.remove(house.path("modems.state"))
    house.configure_modems([("sim1", house.pty(1) + "\nlimit_day = 3"), ("sim2", house.pty(2) + "\nlimit_minute = 5")])
    house.plug_in()
    house.serve()
    house.ready()
    ids = [house.send() for _ in range(12)]
    house.until(lambda: sum(house.get(i).get("state") == "delivered" for i in ids) >= 8, 20, 0.1)
    time.sleep(1)
    by = [row[0] for row in house.taken_now()]
    house.check("no SIM sends more than it may", (by.count("+491511000001"), by.count("+491511000002")) == (3, 5), by)
    house.check("... the rest waits", sum(house.get(i).get("state") in ("accepted", "queued") for i in ids) == 4, [house.get(i).get("state") for i in ids])
    house.check("... and status says so", house.status()["sim1"]["state"] == "limit reached", house.status())
    house.end(house.gateway)
    house.serve(ready=False)
    house.until(lambda: house.status().get("sim1", {}).get("sent_day") == 3, 10, 0.1)
    status = house.status()
    house.check("a day's count outlives a restart", status["sim1"]["sent_day"] == 3 and not status["sim1"]["usable"], status)


def other_ways(house):
    """Over TCP, with a PIN, and a modem that has only text mode."""
    house.end(house.gateway)
    os.environ["SIM_PIN"] = house.environment["SIM_PIN"] = "4321"
    house.configure_modems([("sim1", f'address = "127.0.0.1:{house.tcp}"\npin = "env:SIM_PIN"')])
    house.plug_in("--listen", f"127.0.0.1:{house.tcp}", "--pin", "4321", "--no-pty", count=1)
    house.serve()
    house.check("over TCP, with a PIN", house.ready(1))
    house.check("... a message is delivered", house.still_good())
    house.environment["SIM_PIN"] = "1111"
    house.end(house.gateway)
    house.plug_in("--listen", f"127.0.0.1:{house.tcp}", "--pin", "4321", "--no-pty", count=1)
    house.serve(ready=False)
    house.until(lambda: house.status().get("sim1", {}).get("sim") == "PIN refused", 10, 0.1)
    for _ in range(2):  # an operator who starts it again and again
        house.end(house.gateway)
        house.serve(ready=False)
        house.until(lambda: house.status().get("sim1", {}).get("sim") == "PIN refused", 10, 0.1)
    status = house.status().get("sim1", {})
    house.check("a wrong PIN is tried once, whatever is started again", status.get("sim") == "PIN refused", status)
    house.environment["SIM_PIN"] = "4321"
    house.end(house.gateway)
    house.serve()
    house.check("... so that the right one still opens the SIM", house.ready(1))
    house.end(house.gateway)
    house.configure_modems([("sim1", f'address = "127.0.0.1:{house.tcp}"')])
    house.plug_in("--listen", f"127.0.0.1:{house.tcp}", "--text-only", "--no-pty", count=1)
    house.serve()
    house.ready(1)
    ids = [house.send(text="Hello"), house.send(text=UNICODE)]
    bad = house.all_reach(ids, "submitted")
    house.check("a modem that has only text mode sends", not bad and len(house.taken_now()) == 2, (bad, house.taken_now()))
    house.check("... Unicode too", house.taken_now()[-1][3] == 8 and house.taken_now()[-1][4].decode("utf-16-be") == UNICODE, house.taken_now()[-1:])
    got = house.reaches(house.send(text="x" * 400), "rejected")
    house.check("... but no long message, and says why", got.get("state") == "rejected" and "text mode" in json.dumps(got), got)
    house.say("deliver 1 +447700900001 in text mode: Да")
    came = house.until(lambda: any(m["text"] == "in text mode: Да" for m in house.from_handsets()), 10, 0.1)
    house.check("... and receives", came, [m["text"] for m in house.from_handsets()][:3])


def families(house):
    for family in ("huawei", "quectel", "simcom", "telit", "wavecom"):
        house.end(house.gateway)
        house.configure_modems([("sim1", house.pty(1)), ("sim2", house.pty(2))])
        house.plug_in("--family", family)
        house.serve()
        good = house.ready() and house.still_good()
        house.say(f"deliver 2 +447700900001 by {family}")
        came = house.until(lambda: any(m["text"] == f"by {family}" for m in house.from_handsets()), 10, 0.1)
        url = f"http://127.0.0.1:{house.http}"
        ussd = house.run("modem", "ussd", "sim1", "*100#", "--key", "env:BOSS_KEY", "--url", url)
        house.check(f"{family}: sends, hears of the delivery, receives, asks by USSD", good and came and "balance" in ussd.stdout,
                    (good, came, ussd.stdout, ussd.stderr))


def exported(from_modem, tpdu):
    """A frame of link type 252 for the GSM SMS dissector: tags (the dissector's name, the direction), then the TPDU."""
    return (struct.pack(">HH", 12, 8) + b"gsm_sms\0" + struct.pack(">HHI", 35, 4, 1 if from_modem else 0) + struct.pack(">HH", 0, 0)) + tpdu


def dissected(house):
    """Everything that passed between driver and modem, read by Wireshark's dissector."""
    house.end(house.gateway)
    relay = Relay(house.tcp, at_line)
    house.configure_modems([("sim1", f'address = "127.0.0.1:{relay.port}"')])
    house.plug_in("--listen", f"127.0.0.1:{house.tcp}", "--no-pty", "--undelivered", "30", count=1)
    house.serve()
    house.ready(1)
    wishes = [{}, {"text": UNICODE}, {"text": "x" * 500}, {"text": "ж" * 200}, {"flash": True}, {"validity_seconds": 3600}, {"text": "{€}" * 60},
              {"text": "Merhaba İstanbul ğüşıöç", "languages": ["turkish"]}]
    ids = [house.send(**wish) for wish in wishes]
    house.until(lambda: all(house.get(i).get("state") in ("delivered", "undelivered") for i in ids), 30, 0.2)
    house.say("deliver 1 +447700900001 one more")
    house.until(lambda: any(m["text"] == "one more" for m in house.from_handsets()), 10, 0.1)
    relay.close()
    house.check("messages of every kind end by their reports", all(house.get(i).get("state") in ("delivered", "undelivered") for i in ids),
                [house.get(i).get("state") for i in ids])
    if not shutil.which("tshark") or not shutil.which("text2pcap"):
        print("tshark is not installed: what passed is not dissected", flush=True)
        return
    pdus = []
    for from_gateway, line in relay.records:
        text = line.strip(b"\r\n\x1a").decode("ascii", "replace")
        if len(text) > 20 and re.fullmatch("[0-9A-F]+", text):
            octets = bytes.fromhex(text)
            pdus.append((from_gateway, octets[1 + octets[0]:]))  # behind the SMSC part
    with open(house.path("passed.txt"), "w") as dump:
        for from_gateway, tpdu in pdus:
            frame = exported(from_gateway, tpdu)
            for at in range(0, len(frame), 16):
                dump.write(f"{at:06x} " + " ".join(f"{o:02x}" for o in frame[at:at + 16]) + "\n")
            dump.write("\n")
    pcap = house.path("passed.pcap")
    subprocess.run(["text2pcap", "-q", "-l", "252", house.path("passed.txt"), pcap], check=True, capture_output=True)

    def tshark(*arguments):
        return subprocess.run(["tshark", "-n", "-r", pcap, *arguments], check=True, capture_output=True, text=True).stdout
    kinds = re.findall(r"TP-MTI: (SMS[A-Z -]*) \(", tshark("-V"))
    wanted = ["SMS-SUBMIT" if out else {0: "SMS-DELIVER", 2: "SMS-STATUS REPORT"}[tpdu[0] & 3] for out, tpdu in pdus]
    house.check(f"{len(pdus)} TPDUs passed, tshark reads each as what it is", kinds == wanted and kinds.count("SMS-SUBMIT") >= 14
                and kinds.count("SMS-STATUS REPORT") >= 14 and "SMS-DELIVER" in kinds, (len(kinds), len(wanted), set(kinds), wanted[:4], kinds[:4]))
    complaints = tshark("-Y", "_ws.malformed || _ws.unreassembled || _ws.expert.severity >= 0x600000", "-T", "fields", "-e", "frame.number").split()
    house.check("... none malformed, without a warning", not complaints, complaints[:5])


def main():
    with Modems(sys.argv[1]) as house:
        house.configure_modems([("sim1", house.pty(1)), ("sim2", house.pty(2))])
        house.plug_in()
        house.serve()
        house.ready()
        for part in (there, back, pool, faults, unsure, unplugging, command_line, shutdown, limits, other_ways, dissected, families):
            part(house)
        return house.finish()


sys.exit(main())
