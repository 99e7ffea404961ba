"""An application that speaks CIMD2 before our server; behind it the simulated SMPP centre, which misbehaves as it is told."""

import contextlib
import os
import random
import signal
import ssl
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from cimd2_door import PASSWORD, Cimd2Door, Client, packet  # noqa: E402
from cimd2_tshark import read_by_tshark  # noqa: E402
from gateway import House  # noqa: E402
import relay  # noqa: E402

ECHO = "4915199999999"
LONG = "A long text: " + "0123456789 " * 30
UNICODE = "Привет, мир!"
SEED = int(os.environ.get("SEED", str(random.randrange(1 << 30))))


def hexadecimal(text):
    return text.encode("utf-16-be").hex().upper()


def delivered(door, client, named, name, seconds=10.0):
    """A report of 061:4 came for each of these (recipient, timestamp)."""
    client.wait_for(lambda _: set(named) <= set(client.reports()), seconds)
    reports = client.reports()
    missing = [n for n in named if reports.get(n) != [4]]
    return door.check(name, not missing, (missing[:3], [reports.get(n) for n in missing[:3]]))


def plain_service(door, port):
    client = Client(port)
    door.check("the right login is let in", client.log_in() == 0)
    named = []
    for name, to, fields in (("a short text", "49151700001", {"text": "Gr_u\"_sse _XX(_XX)_--_Oa"}), ("a long text", "+49151700002", {"text": LONG}),
                             ("a Unicode text", "0049151700003", {})):
        more = [(30, 8), (34, hexadecimal(UNICODE))] if not fields else []
        code, timestamp = client.submit(to, (23, "88222"), *more, **fields)
        door.check(f"{name} is taken and named", code == 0 and len(timestamp) == 12 and timestamp.isdigit(), (code, timestamp))
        named.append((to, timestamp))
    delivered(door, client, named, "each is reported as delivered, by its name as the application wrote it")
    texts = door.texts()
    door.check("the network got the short text", texts.get("49151700001") == "Gr~\x1ee \x1b(\x1b)\x11\x00", texts.get("49151700001"))
    door.check("... the long one in parts that are the text", texts.get("49151700002") == LONG, texts.get("49151700002"))
    door.check("... and the Unicode text", texts.get("49151700003") == UNICODE, texts.get("49151700003"))

    got = client.request(3, (21, "49151700004"), (21, "nobody"), (21, "49151700005"), (33, "To several"), (56, 8))
    door.check("a submit to several is answered", got[0] == 53 and int(got[900]) == 300, got)
    door.check("... and is two messages", door.until(lambda: {"49151700004", "49151700005"} <= set(door.texts()), 5))

    for text, data in (("Hi_Oa", [(33, "Hi_Oa")]), (UNICODE, [(30, 8), (34, hexadecimal(UNICODE))])):
        before = len(client.delivered)
        client.submit(ECHO, (23, "88222"), *data, report=0)
        client.wait_for(lambda all: any(operation == 20 for operation, _ in all[before:]))
        came = [fields for operation, fields in client.delivered[before:] if operation == 20]
        wanted = dict(data).get(33) or dict(data).get(34)
        door.check(f"what a handset answers comes as it was said: {text}",
                   len(came) == 1 and came[0][23].decode() == "+" + ECHO and came[0][21] == b"88222" and (came[0].get(33) or came[0].get(34)).decode() == wanted, came)
    before = len(client.delivered)
    client.submit(ECHO, (23, "88222"), (33, LONG), report=0)
    client.wait_for(lambda all: len(all) >= before + 3)
    parts = sorted((fields[32], fields[33]) for _, fields in client.delivered[before:])
    door.check("a long one from a handset comes in parts with their headers", len(parts) == 3 and b"".join(text for _, text in parts).decode() == LONG, parts)
    door.check("alive is answered", client.request(40)[0] == 90)
    door.check("the centre's time is told", len(client.request(9, (500, 501)).get(501, b"")) == 12)
    door.check("the password is not changed", int(client.request(8, (11, "another")).get(900, 0)) == 801)
    door.check("nothing waits", client.request(5, (68, 0)).get(66) == b"0")
    door.check("a logout is answered", client.request(2)[0] == 52)
    door.check("... and the connection closed", client.ended())


def refusals(door):
    client = door.client()
    for name, code, fields in (("no destination", 301, [(33, "Hi")]), ("a destination that is no number", 300, [(21, "nobody"), (33, "Hi")]),
                               ("two contents", 303, [(21, "49151"), (33, "Hi"), (34, "00")]), ("a validity that is none", 305, [(21, "49151"), (33, "Hi"), (51, "261301000000")]),
                               ("a text that is none", 302, [(21, "49151700010"), (33, b"\1")]), ("a number that cannot be read", 8, [(21, "49151700010"), (33, "Hi"), (30, "x")]),
                               ("a sender of another", 306, [(21, "49151700010"), (23, "1"), (33, "Hi")])):
        got = client.request(3, *fields)
        door.check(f"{name} is refused with {code}", got[0] == 53 and int(got.get(900, 0)) == code and got.get(901), got)
    client.send(b"\0020x:y\3")
    door.check("what is no packet is answered with a general error", client.answer_to(client.number + 2)[0] == 98, "")
    client.send(packet(3, 201, [(21, "49151700010"), (33, "Hi")])[:-3] + b"00\3")
    got = client.read(5)
    door.check("a damaged packet is asked for again", isinstance(got, tuple) and got[0] == 99, got)
    door.check("... and the session lives", client.request(40)[0] == 90)
    door.check("malformed packets are counted", door.metric("hermod_cimd2_pdu_errors_total") >= 3)
    client.close()
    for user, password in (("shop", "wrong"), ("nobody", PASSWORD), ("", "")):
        wrong = Client(door.port)
        door.check(f"a wrong login ({user!r}) is refused with 100 and closed", (wrong.log_in(user, password), wrong.ended()) == (100, True))
    early = Client(door.port)
    door.check("before a login nothing else is done", early.request(3, (21, "49151"), (33, "Hi"))[0] == 98)
    early.close()
    door.check("the right one still works", door.client().request(40)[0] == 90)
    rival = door.client("rival")
    codes = [rival.submit(f"4915171{n:04}", report=0)[0] for n in range(20)]
    door.check("above its rate an account is told of congestion", codes.count(0) >= 1 and set(codes) == {0, 10}, codes)
    rival.close()


def by_name(door):
    client = door.client()
    code, timestamp = client.submit("49151720001")
    delivered(door, client, [("49151720001", timestamp)], "a message is delivered")
    got = client.request(4, (21, "+49151720001"), (60, timestamp))
    door.check("an enquiry says so, in any spelling of the number", got.get(61) == b"4" and len(got.get(63, b"")) == 12, got)
    code, later = client.submit("49151720002", (53, 20))
    got = client.request(4, (21, "49151720002"), (60, later))
    door.check("one that is to go later is on its way", got.get(61) == b"1", got)
    door.check("it can be cancelled", client.request(6, (59, 2), (21, "49151720002"), (60, later)) == {0: 56})
    client.wait_for(lambda _: ("49151720002", later) in client.reports())
    door.check("... and is reported as cancelled", client.reports().get(("49151720002", later)) == [9], client.reports().get(("49151720002", later)))
    door.check("not twice", int(client.request(6, (21, "49151720002"), (60, later)).get(900, 0)) == 9)
    names = {client.submit("49151720003", (53, 20), report=0)[1] for _ in range(5)}
    door.check("messages to one recipient have names of their own", len(names) == 5, names)
    door.check("all that wait for a handset can be cancelled", client.request(6, (59, 0), (21, "49151720003")) == {0: 56})
    states = [client.request(4, (21, "49151720003"), (60, name)).get(61) for name in sorted(names)]
    door.check("... and are", states == [b"9"] * 5, states)
    door.check("what never was is not found", int(client.request(4, (21, "49151720009"), (60, timestamp)).get(900, 0)) == 7)
    client.close()
    return timestamp


def verdicts(door):
    client = door.client()
    for option, status, words in (("--undelivered", 3, "failed"), ("--expired", 2, "expired")):
        door.centre("--ledger", door.path("ledger"), option, "100")
        door.until(lambda: door.answers("/readyz") == 200)
        to = f"4915173000{status}"
        code, timestamp = client.submit(to)
        client.wait_for(lambda _: (to, timestamp) in client.reports())
        door.check(f"a message that {words} is reported as 061:{status}", client.reports().get((to, timestamp)) == [status], client.reports().get((to, timestamp)))
    code, timestamp = client.submit("49151730009", report=8)
    client.wait_for(lambda _: False, 1)
    door.check("who asks for deliveries alone hears of no failure", ("49151730009", timestamp) not in client.reports())
    door.centre("--ledger", door.path("ledger"), "--echo", ECHO)
    door.until(lambda: door.answers("/readyz") == 200)
    client.close()


def kept_while_away(door):
    client = door.client()
    client.answers = False
    named = [(to, client.submit(to)[1]) for to in (f"4915174000{n}" for n in range(8))]
    client.wait_for(lambda all: len(all) >= 3)
    client.close()
    door.until(lambda: all(m["state"] == "delivered" for m in door.everything() if m["to"].startswith("+4915174000")))
    back = door.client()
    delivered(door, back, named, "reports wait while the application is away, and what it did not answer comes again")
    back.close()
    door.check("every one is taken", door.until(lambda: door.metric("hermod_callback_events_pending") == 0, 10))


def shutdown_in_flight(door):
    door.centre("--ledger", door.path("ledger"), "--answer-delay", "100")
    door.until(lambda: door.answers("/readyz") == 200)
    client = door.client(window=100)
    waiting = {client.ask(3, (21, f"4915175{n:04}"), (33, "Hello"), (56, 62)): f"4915175{n:04}" for n in range(100)}
    named = []
    begin = time.monotonic()
    door.gateway.send_signal(signal.SIGTERM)
    while (got := client.read(20)) != "end" and got:
        if got[0] == 53 and 900 not in dict(got[2]):
            named.append((waiting[got[1]], dict(got[2])[60].decode()))
        client.take(got)
    door.check("a gateway with submits under way leaves with 0", door.gateway.wait(30) == 0)
    door.check("... in time", time.monotonic() - begin < 20)
    door.serve()
    back = door.client(window=100)
    back.delivered = client.delivered
    delivered(door, back, named, f"all {len(named)} that were acknowledged are delivered after its return, and reported", 60)
    return back


def over_tls(door, keys):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", door.path("server.key"), "-out", door.path("server.pem"), "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    os.chmod(door.path("server.key"), 0o600)
    door.end(door.gateway)
    door.configure_door(cimd2=f"""[cimd2.tls]
listen = ["127.0.0.1:{door.tls_port}"]
certificate = "{door.path("server.pem")}"
key = "{door.path("server.key")}"
""", **keys)
    door.serve()
    client = Client(door.tls_port, tls=ssl.create_default_context(cafile=door.path("server.pem")))
    door.check("a login over TLS is let in", client.log_in() == 0)
    code, timestamp = client.submit("49151760001")
    delivered(door, client, [("49151760001", timestamp)], "a message over TLS is delivered and reported")
    client.close()


def noise(dice):
    """Octets that look like packets, more or less."""
    made = bytearray(packet(dice.choice([1, 2, 3, 3, 3, 4, 5, 6, 8, 9, 20, 40, 70, 73, 98, 99]), dice.randrange(256),
                            [(dice.choice([10, 11, 19, 21, 23, 27, 30, 32, 33, 34, 50, 51, 53, 54, 56, 59, 60, 68, 500, 900]),
                              bytes(dice.choices(b"0123456789+-_aXFQ \xe4\xff", k=dice.randrange(14)))) for _ in range(dice.randrange(6))], dice.random() < 0.7))
    for _ in range(dice.choice([0, 0, 1, 3, 20])):
        at = dice.randrange(len(made))
        made[at:at + dice.randrange(2)] = bytes([dice.randrange(256)])
    return bytes(made)


def abuse(door):
    """Noise from strangers and from an application, a crowd that does not log in, one that never reads: nobody else is harmed."""
    dice = random.Random(SEED)
    resident = door.resident_kib()
    crowd = [Client(door.port) for _ in range(100)]
    for one in crowd[:50]:
        with contextlib.suppress(OSError):
            one.send(b"".join(noise(dice) for _ in range(20)))
    door.check("who does not log in is closed after a while", all(one.ended(15) for one in crowd))
    for number in range(20):
        one = door.client(window=dice.choice([0, 5, 100]))
        for _ in range(20):
            with contextlib.suppress(OSError):
                one.send(b"".join(noise(dice) for _ in range(20)))
            one.read(0.001)
        one.close()
    deaf, good = door.client(window=128), door.client()
    deaf.socket.settimeout(0.2)
    with contextlib.suppress(OSError):
        for number in range(20000):  # until its socket is full
            deaf.send(packet(3, (2 * number + 3) % 256, [(21, "49151780000"), (33, "Hello"), (56, 62)]))
    code, timestamp = good.submit("49151780001")
    delivered(door, good, [("49151780001", timestamp)], "an application beside all that is served", 20)
    deaf.close()
    good.close()
    door.check("no memory is kept for it", door.resident_kib() < resident + 100_000, (resident, door.resident_kib()))
    door.check("the noise was counted", door.metric("hermod_cimd2_pdu_errors_total") > 100)


class Chained(House):
    """A gateway whose network is another gateway's CIMD2 server."""

    def configure_chain(self, port):
        self.configure()
        smpp = f"""type = "smpp"
address = "127.0.0.1:{self.smpp}"
system_id = "hermod"
"""
        cimd2 = f"""type = "cimd2"
address = "127.0.0.1:{port}"
user = "shop"
window = 50
"""
        return self.write("hermod.toml", self.read("hermod.toml").replace(smpp, cimd2))


def our_own_client(door, build):
    """Our client before our server: both ends must mean the same by every packet."""
    with Chained(build) as front:
        front.configure_chain(door.port)
        front.serve()
        for name, text in (("a short text", "Grüße von {uns} _@_ €"), ("a long text", LONG), ("a Unicode text", UNICODE)):
            to = f"+4915180{front.numbers:04}"
            front.numbers += 1
            message = front.reaches(front.send(to=to, text=text, **{"from": "88222"}), "delivered")
            door.check(f"{name} goes through both gateways, and its receipt comes back", message["state"] == "delivered", message)
            there = "".join(m["text"] for m in reversed(door.everything()) if m["to"] == to)  # a long one: its parts are messages there
            door.check("... and is the same text there", there == text, there)
            front.send(to="+" + ECHO, text=text, **{"from": "88222"})
            came = front.until(lambda: [m for m in front.everything() if m["direction"] == "from_handset" and m.get("text") == text], 10)
            door.check(f"{name} from a handset comes back through both", bool(came) and came[0]["from"] == "+" + ECHO and came[0]["to"] == "88222",
                       [m for m in front.everything() if m["direction"] == "from_handset"])
        answer = front.ask("POST", "/v1/messages/batch", {"messages": [front.message(**{"from": "88222"}) for _ in range(500)]})
        ids = {m["id"] for m in answer.json()["results"]}
        front.until(lambda: {m["state"] for m in front.everything() if m["id"] in ids} == {"delivered"}, 30, 0.1)
        states = [m["state"] for m in front.everything() if m["id"] in ids]
        door.check("five hundred at once, too", states == ["delivered"] * 500, {s: states.count(s) for s in states})
        door.check("nothing that our client says is odd or wrong", door.metric("hermod_cimd2_oddities_total") == 0 and door.metric("hermod_cimd2_pdu_errors_total") == 0,
                   (door.metric("hermod_cimd2_oddities_total"), door.metric("hermod_cimd2_pdu_errors_total")))
        door.check("nor what our server says", front.metric("hermod_connector_oddities_total") == 0 and front.metric("hermod_connector_pdu_errors_total") == 0)


def main():
    with Cimd2Door(sys.argv[1]) as door:
        keys = {"shop": 'inbound = "session"\nallowed_senders = ["88222", "Shop"]\ndefault_from = "88222"', "rival": 'rate = 5\ndefault_from = "Rival"'}
        door.open(centre=["--echo", ECHO], cimd2="centre_offset_minutes = 60", **keys)
        between = relay.Relay(door.port, relay.ucp_frame)
        plain_service(door, between.port)
        refusals(door)
        timestamp = by_name(door)
        verdicts(door)
        kept_while_away(door)
        back = shutdown_in_flight(door)
        got = back.request(4, (21, "49151720001"), (60, timestamp))
        door.check("a message is found by its name after a restart", got.get(61) == b"4", got)
        back.close()  # two logins of an account share what it is told
        many = Client(between.port)
        door.check("one login more", many.log_in(window=128) == 0)
        named = [("49151770%03d" % n, many.submit("49151770%03d" % n)[1]) for n in range(200)]
        delivered(door, many, named, "two hundred messages are delivered and reported", 30)
        many.close()
        over_tls(door, keys)
        door.centre("--ledger", door.path("ledger"), "--echo", ECHO)
        door.until(lambda: door.answers("/readyz") == 200)
        our_own_client(door, sys.argv[1])
        print(f"seed {SEED}", flush=True)
        abuse(door)
        door.check("the gateway leaves with 0", door.end(door.gateway) == 0)
        read_by_tshark(door, between.records)
        return door.finish()


if __name__ == "__main__":
    sys.exit(main())
