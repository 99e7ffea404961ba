"""Applications that speak UCP at the gateway's door, with a simulated SMPP centre behind it. See run.sh."""

import os
import random
import re
import ssl
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from gateway import House  # noqa: E402
from relay import Relay, ucp_frame  # noqa: E402
from ucp_dissect import dissected  # noqa: E402
from ucp_door import UcpDoor  # noqa: E402
from ucp_wire import NAME, Client, Frame, ack, frame, ira, nak, operation  # noqa: E402

ECHO, UNICODE = "4915199999999", "Žluťoučký kůň 😀"
LONG = "A long text in several parts: " + "0123456789 " * 35


def two_digits(value):
    return time.strftime("%d%m%y%H%M", time.gmtime(value + 7200))  # the door is two hours ahead of UTC


def there(house, app):
    """Short, packed name, Unicode, binary, numeric, a long message in parts of the application's own, and one that we cut."""
    name, ec = app.submit("447700900123", "Hello")
    house.check("a message is taken, and named by recipient and second", ec == "" and NAME.match(name), (name, ec))
    got = app.receipt_of(name)
    house.check("its receipt has that name", got and (got["Dst"], got["Rsn"], got["AdC"]) == ("0", "000", "88222"), got)
    house.check("... and says so in words", got and "has been delivered on 20" in got.text(), got and got.text())
    app.submit("447700900001", OAdC="10412614190438AB4D", OTOA="5039", NRq="")
    app.submit("00447700900002", MT="4", NB=f"{len(UNICODE.encode('utf-16-be')) * 8:04}", Msg=UNICODE.encode("utf-16-be").hex().upper(), XSer="020108")
    app.submit("447700900003", MT="4", NB="0016", Msg="01FF", XSer="01070605040B8423F00201F5")
    app.submit("447700900004", MT="2", Msg="123456")
    for part in (1, 2):
        app.submit("447700900005", f"part {part} ", XSer=f"0106050003AA02{part:02}")
    app.submit("447700900006", LONG)
    house.until(lambda: len({row[2] for row in house.taken()}) >= 7, 10)
    taken = {}
    for _, source, to, esm_class, coding, data in house.taken():
        taken.setdefault(to.lstrip("+"), []).append((source, esm_class, coding, data))
    house.check("a packed name is a name again", taken.get("447700900001", [("",)])[0][0] == "ALPHA@NUM", taken.get("447700900001"))
    house.check("Unicode arrives as it was written", [(row[2], row[3].decode("utf-16-be")) for row in taken.get("447700900002", [])] == [(8, UNICODE)],
                taken.get("447700900002"))
    house.check("octets arrive with their header and their coding",
                [row[1:] for row in taken.get("447700900003", [])] == [(0x40, 0xF5, bytes.fromhex("0605040B8423F001FF"))],
                taken.get("447700900003"))
    house.check("numeric text is text", [row[3] for row in taken.get("447700900004", [])] == [b"123456"], taken.get("447700900004"))
    house.check("what the application has split stays so", [row[3] for row in taken.get("447700900005", [])]
                == [b"\5\0\3\xaa\2" + bytes([n]) + f"part {n} ".encode() for n in (1, 2)], taken.get("447700900005"))
    parts = sorted(row[3] for row in taken.get("447700900006", []))
    house.check("a text of more than one part is cut, and its header ties it", len(parts) == 3 and b"".join(p[6:] for p in parts).decode() == LONG, parts)


def names(house, app):
    """Ten messages to one number in less than a second."""
    got = [app.submit("447700900123", f"number {n}")[0] for n in range(10)]
    house.check("no two messages to one number have one name", len(set(got)) == 10 and all(got), got)
    receipts = [app.receipt_of(name) for name in got]
    house.check("each gets its own receipt", all(receipts), [name for name, r in zip(got, receipts) if not r])


def older(house, app):
    got = app.request(30, AdC="447700900123", OAdC="88222", NRq="1", AMsg=ira("by operation 30"))
    house.check("operation 30 submits, with a receipt", got.good and app.receipt_of(got.sm), got)
    got = app.request(1, AdC="447700900123", OAdC="88222", MT="3", Msg=ira("by operation 01"))
    house.check("so does 01", got.good, got)
    trn = app.next_trn()
    app.send(frame(trn, 2, ["2", "447700900123", "447700900124", "88222", "", "3", ira("by operation 02")]))
    got = app.result_of(trn)
    house.check("02 submits to several", got.good and got.sm.count(":") == 2, got)
    trn = app.next_trn()
    app.send(frame(trn, 2, ["2", "447700900123", "12", "88222", "", "3", ira("partly")]))
    got = app.result_of(trn)
    house.check("... and says which were not taken", (got.ec, got.sm) == ("53", "12"), got)


def wishes(house, app):
    """Validity, deferred delivery, notifications."""
    name, ec = app.submit("447700900123", "until then", VP=two_digits(time.time() + 7200))
    api = [m for m in house.everything() if m.get("client_ref") == name]
    house.check("the name is the message's client_ref", len(api) == 1, (name, ec))
    left = api and time.mktime(time.strptime(api[0]["expires_at"][:19], "%Y-%m-%dT%H:%M:%S")) - time.mktime(time.gmtime()) or 0
    house.check("a validity ends when the application said, in the door's own time", 7000 < left <= 7200, left)
    name, ec = app.submit("447700900123", "much too late", VP="0101200000")
    house.check("one that is past is refused as such", ec == "22", (name, ec))
    name, ec = app.submit("447700900124", "later", DD="1", DDT=two_digits(time.time() + 3600))
    state = [m["state"] for m in house.everything() if m.get("client_ref") == name]
    house.check("a deferred message waits", state == ["scheduled"], (state, ec))
    number, scts = name.split(":")
    got = app.request(55, AdC=number, OAdC="88222", SCTS=scts)
    told = house.until(lambda: [t for t in app.told if t.ot == 57] or app.wait_told(len(app.told) + 1, 1) and None, 5)
    house.check("an inquiry finds it, and 57 says that it is buffered", got.good and got.sm == name and told and told[0]["Dst"] == "1"
                and told[0]["SCTS"] == scts, (got, told))
    got = app.request(54, AdC=number, OAdC="88222", SCTS=scts, MT="3", Msg=ira("another text"))
    text = [m.get("text") for m in house.everything() if m.get("client_ref") == name]
    house.check("a modification gives it another text and keeps its name", got.good and got.sm == name and text == ["another text"], (got, text))
    got = app.request(56, AdC=number, OAdC="88222", SCTS=scts)
    told = app.receipt_of(name)
    state = [m["state"] for m in house.everything() if m.get("client_ref") == name]
    house.check("a deletion ends it, and its notification says so", got.good and state == ["cancelled"] and told and told["Dst"] == "2", (got, state, told))
    got = app.request(56, AdC=number, OAdC="88222", SCTS=scts)
    house.check("what is over cannot be deleted", got.ec == "27", got)
    got = app.request(55, AdC=number, SCTS="010120000000")
    house.check("what never was is not found", got.ec == "27", got)
    before = len([t for t in app.told if t.ot == 53])
    name, _ = app.submit("447700900125", "no receipt", NRq="0")
    other, _ = app.submit("447700900125", "one for failures alone", NT="2")
    house.until(lambda: sorted(m["state"] for m in house.everything() if m.get("client_ref") in (name, other)) == ["delivered", "submitted"], 10)
    app.lives()
    house.check("who wants no notification gets none", len([t for t in app.told if t.ot == 53]) == before, app.told[before:])


def back(house, app):
    """What is sent to the echo's number comes back as a handset's message."""
    del app.told[:]
    for text in ("Hello and back", LONG.rstrip(" ")):
        app.submit(ECHO, text, NRq="")
    units = UNICODE.encode("utf-16-be")
    app.submit(ECHO, MT="4", NB=f"{len(units) * 8:04}", Msg=units.hex().upper(), XSer="020108", NRq="")
    app.wait_told(5)
    house.check("messages from a handset arrive", len(app.told) == 5 and {t.ot for t in app.told} == {52}, app.told)
    whole = {t.text() for t in app.told if not t["XSer"].startswith("01")}
    house.check("... short, Unicode", whole == {"Hello and back", UNICODE}, whole)
    parts = sorted((t["XSer"][:16], t.text()) for t in app.told if t["XSer"].startswith("01"))
    house.check("... and long ones as parts with a header", len(parts) == 3 and "".join(text for _, text in parts) == LONG.rstrip(" "), parts)
    house.check("... with their addresses and their time", all((t["AdC"], t["OAdC"], t["OTOA"], len(t["SCTS"])) == ("88222", ECHO, "1139", 12) for t in app.told),
                app.told[:1])


def refused(house, app):
    for what, fields, wanted in (("a recipient that is none", {"AdC": "123"}, "06"), ("a sender that the account may not use", {"AdC": "447700900123", "OAdC": "447"}, "04"),
                                 ("text of another alphabet", {"AdC": "447700900123", "Msg": "FF"}, "28"), ("no message type", {"AdC": "447700900123", "MT": ""}, "23"),
                                 ("an odd header", {"AdC": "447700900123", "XSer": "0102FF00"}, "02")):
        to = fields.pop("AdC")
        name, ec = app.submit(to, **fields)
        house.check(f"refused: {what}", ec == wanted, (name, ec))
    for ot, wanted in ((61, "03"), (52, "04"), (53, "04"), (57, "04")):
        got = app.request(ot)
        house.check(f"operation {ot} is refused by the table", got.ec == wanted, got)
    bad = operation(70, 51, AdC="447700900123")
    app.send(bad[:-3] + b"00" + bad[-1:])
    app.send(frame(71, 99, ["x"]))
    app.send(frame(72, 51, ["x"]))
    app.send(frame(73, 31, ["shop", "0539"], length=99))
    got = [app.read() for _ in range(4)]
    house.check("what is damaged or unknown is told so", [(g.trn, g.ec) for g in got] == [(70, "01"), (71, "03"), (72, "02"), (73, "02")], got)
    house.check("... and the session lives", app.lives())


def logins(house, app):
    one = Client(house.port)
    house.check("a wrong password is refused, and the connection closed", one.log_in(password="wrong") == "07" and one.ended())
    one = Client(house.port)
    house.check("a name that nobody has is refused alike", one.log_in("nobody") == "07" and one.ended())
    one = Client(house.port)
    got = one.submit("447700900123")
    house.check("before a login nothing is taken", got[1] == "04", got)
    one.send(b"\2" + b"1" * 600)
    house.check("... and no more than a login's octets are read", one.ended())
    one = Client(house.port)
    one.send(b"GET / HTTP/1.1\r\n\r\n")
    house.check("who speaks HTTP is hung up on", one.ended() and house.until(lambda: "speaks HTTP" in house.read("serve.log"), 5))
    for _ in range(8):
        Client(house.port, source="127.0.0.2").log_in("guess")
    begin = time.monotonic()
    one = Client(house.port, source="127.0.0.2")
    house.check("who guesses is not listened to for a while", one.log_in("guess") == "07" and house.metric("hermod_ucp_binds_ignored_total") >= 1, time.monotonic() - begin)
    house.check("... which harms nobody else", app.lives() and house.application() is not None)


def abused(house, app):
    """Noise from many, and one who never reads: nobody else is harmed."""
    dice = random.Random(7)
    noisy = [Client(house.port) for _ in range(200)]
    for one in noisy:
        one.send(bytes(dice.choice(b"\2\3/0123456789OR\0\xff") for _ in range(dice.randrange(1, 2000))))
    deaf = house.application("keeper")
    deaf.socket.settimeout(0.5)
    flood, sent = operation(0, 31, AdC="keeper", PID="0539") * 1000, 0
    try:
        while sent < 64 << 20:
            sent += deaf.socket.send(flood)
    except TimeoutError:
        pass
    house.check("who does not read is not read from", sent < 64 << 20, sent)
    name, ec = app.submit("447700900123", "among them")
    house.check("noise and deafness harm nobody else", ec == "" and app.receipt_of(name), (name, ec))
    ended = sum(one.ended(0.2) for one in noisy[:50])
    house.check("... most of the noise is hung up on", ended > 10, ended)
    for one in (*noisy, deaf):
        one.close()


def throttled(house):
    one = house.application("fast")
    results = [one.submit("447700900123", f"{n}")[1] for n in range(40)]
    house.check("above its rate an account is throttled with the configured code", set(results) == {"", "91"} and results.count("91") >= 10, results)


def window(house):
    """A window of three: the fourth waits in its socket until one is answered."""
    one = house.application("narrow")
    trns = [one.next_trn() for _ in range(30)]
    one.send(b"".join(operation(trn, 51, AdC="447700900123", OAdC="88222", MT="3", Msg=ira("fast")) for trn in trns))
    got = [one.read() for _ in range(30)]
    house.check("pipelined operations are all answered, in a window of three", sorted(g.trn for g in got) == sorted(trns) and all(g.good for g in got), got[:3])


def away(house):
    """Receipts are kept while the application is away, and told when it comes back, once more when it did not answer."""
    app = house.application("keeper")
    name, _ = app.submit("447700900123", "and away")
    app.close(hard=True)
    house.until(lambda: any(m.get("client_ref") == name and m["state"] == "delivered" for m in house.everything(key="boss")), 10)
    app = house.application("keeper")
    house.check("a receipt waits for its application", app.receipt_of(name))
    app.answers = False
    name, _ = app.submit("447700900123", "unanswered")
    house.check("what is told and not answered", app.receipt_of(name))
    app.close(hard=True)
    app = house.application("keeper")
    house.check("... is told again", app.receipt_of(name))
    app.answers = True
    app.send(b"".join(ack(t.trn, t.ot) for t in app.told))
    house.until(lambda: house.metric("hermod_callback_events_pending") == 0, 5)
    app.answers = False
    name, _ = app.submit("447700900123", "later")
    got = app.receipt_of(name)
    app.send(nak(got.trn, 53, "55"))
    del app.told[:]
    app.answers = True
    house.check("what the application cannot take now comes again", app.receipt_of(name))


def secure(house):
    context = ssl.create_default_context(cafile=house.path("ca.pem"))
    one = house.application("narrow", tls=context)
    name, ec = one.submit("447700900123", "over TLS")
    house.check("the same over TLS", one and ec == "" and one.receipt_of(name), (name, ec))


def shutdown(house):
    """What is under way when the gateway ends is answered, or was not taken; it comes up again with all that was."""
    app = house.application("keeper")
    answered, waiting, stop = {}, {}, threading.Event()

    def hear(seconds):
        """What comes meanwhile; false when the connection has ended."""
        while isinstance(got := app.read(seconds), Frame):
            if got.kind == "O":
                app.take(got)
            elif got.good:
                answered[got.sm] = waiting.pop(got.trn)
        return got != "end"

    def submit():
        count, more = 0, True
        while more and not stop.is_set():
            burst = []
            while len(waiting) < 50:
                trn, to, count = app.next_trn(), f"44771{count:07}", count + 1
                if trn in waiting:
                    continue
                waiting[trn] = to
                burst.append(operation(trn, 51, AdC=to, OAdC="88222", MT="3", Msg=ira("in flight")))
            more = app.send(b"".join(burst)) and hear(0.005)
        while hear(0.5) and waiting:
            pass

    worker = threading.Thread(target=submit)
    worker.start()
    house.until(lambda: len(answered) > 200, 30)
    code = house.end(house.gateway)
    stop.set()
    worker.join()
    house.check("it ends in order while applications submit", code == 0 and len(answered) > 200, (code, len(answered)))
    house.serve()
    known = {m.get("client_ref"): m["to"].lstrip("+") for m in house.everything(key="boss")}
    lost = [name for name, to in answered.items() if known.get(name) != to]
    house.check(f"each of {len(answered)} acknowledged messages is there", not lost, lost[:3])
    app = house.application("keeper")
    number, scts = max(answered, key=lambda name: name[-12:]).split(":")
    got = app and app.request(55, AdC=number, SCTS=scts)
    house.check("... and is found by its name", got and got.good and got.sm == f"{number}:{scts}", got)
    app = house.application()
    house.check("applications come back", app and app.submit("447700900123")[1] == "")


def chained(house):
    """Another gateway, whose network is this one by UCP: our client and our server understand each other."""
    with House(sys.argv[1]) as front:
        between = Relay(house.port, ucp_frame)
        front.write("hermod.toml", f"""[store]
url = "sqlite:{front.path("hermod.db")}"
reserve_mb = 1
[http]
listen = ["127.0.0.1:{front.http}"]
[[account]]
name = "shop"
api_key = "env:SHOP_KEY"
[[connector]]
name = "behind"
type = "ucp"
address = "127.0.0.1:{between.port}"
user = "shop"
password = "env:PASSWORD"
window = 20
inbound_account = "shop"
keepalive_seconds = 1
[[route]]
name = "default"
to = ["behind"]
""")
        front.serve()
        ids = [front.send(text=text, **{"from": "88222"}) for text in ("Hello {€}", UNICODE, LONG) for _ in range(10)]
        front.until(lambda: all(front.get(i).get("state") == "delivered" for i in ids), 20, 0.05)
        states = {front.get(i).get("state") for i in ids}
        house.check("messages of another gateway come through, and so do their receipts", states == {"delivered"}, states)
        for text in ("Hello {€}", UNICODE, LONG.rstrip(" ")):
            front.send(to="+" + ECHO, text=text, **{"from": "88222"})

        def back():
            return sorted(m.get("text", "") for m in front.everything() if m["direction"] == "from_handset" and not m.get("part_of"))
        wanted = sorted(("Hello {€}", UNICODE, LONG.rstrip(" ")))
        house.until(lambda: back() == wanted, 10, 0.05)
        house.check("... and handsets' messages back", back() == wanted, back())
        alive = house.until(lambda: any(not from_client and b"/R/31/A/" in octets for from_client, octets in list(between.records)), 5)
        house.check("... and its keep-alives are answered", alive and front.metric("hermod_connector_disconnects_total") == 0, alive)
        between.close()
        front.end(front.gateway)


def account(name, more=""):
    return f"""
[[account]]
name = "{name}"
api_key = "env:{name.upper()}_KEY"
ucp_user = "{name}"
password = "env:PASSWORD"
{more}
"""


def main():
    with UcpDoor(sys.argv[1]) as house:
        for name in ("fast", "narrow", "keeper"):
            house.environment[f"{name.upper()}_KEY"] = f"{name}-key-0123456789abcdef"
        house.certificates()
        house.open(centre=["--echo", ECHO], shop="allowed_senders = ['88222', 'ALPHA@NUM']", smpp="throttled_error = 91", tls=True,
                   extra=account("fast", "rate = 2") + account("narrow", "window = 3") + account("keeper"))
        relay = Relay(house.port, ucp_frame)
        direct, house.port = house.port, relay.port
        app = house.application()
        house.check("an application logs in", app is not None)
        for part in (there, names, older, wishes, back):
            part(house, app)
        house.port = direct
        dissected(house, list(relay.records), 100, {1, 2, 30, 51, 52, 53, 54, 55, 56, 57, 58, 60})
        refused(house, app)
        logins(house, app)
        abused(house, app)
        app.close()
        chained(house)
        for part in (throttled, window, away, secure, shutdown):
            part(house)
        relay.close()
        counted = re.search(r'hermod_ucp_deliveries_total\{answer="taken"\} \d+', house.ask("GET", "/metrics", key=None).body.decode())
        house.check("the door counts itself", counted)
        return house.finish()


sys.exit(main())
