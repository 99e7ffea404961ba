"""Kannel's boxes between an HTTP application, played here, and our CIMD2 server."""

import collections
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from cimd2_door import PASSWORD, Cimd2Door  # noqa: E402
from cimd2_tshark import read_by_tshark  # noqa: E402
from kannel_boxes import Application, Kannel  # noqa: E402
import relay  # noqa: E402

SHORT, LONG, UNICODE = 300, 30, 60
ECHO = "4915199999999"
LONG_TEXT = "A long text in several parts, which the handset joins: " + "0123456789 " * 25
UNICODE_TEXT = "Привет, мир! Ваш код 123456"
SHORT_TEXT = "Short message, ÄÖÜ äöü ß é @ $ _ number "
# What comes to Kannel in one piece with an answer it looks at only when more comes: the answer to its own alive, at the latest.
SMSC = """smsc = cimd2
host = 127.0.0.1
port = {port}
smsc-username = shop
smsc-password = {password}
keepalive = 1
reconnect-delay = 1"""
# The octets of the default alphabet that a handset shows otherwise than Latin-1 has them.
GSM = {0x00: "@", 0x02: "$", 0x11: "_", 0x5B: "Ä", 0x5C: "Ö", 0x5E: "Ü", 0x7B: "ä", 0x7C: "ö", 0x7E: "ü", 0x1E: "ß", 0x05: "é"}


def shown(text):
    return "".join(GSM.get(ord(c), c) for c in text)


def said(told):
    """What smsbox tells the sms-service of a message: UCS-2 as octets."""
    return told["text"].encode("latin-1").decode("utf-16-be") if told["charset"] == "UTF-16BE" else told["text"]


def main():
    with Cimd2Door(sys.argv[1]) as door:
        door.open(centre=["--echo", ECHO], shop='inbound = "session"')
        application, between = Application(), relay.Relay(door.port, relay.ucp_frame)
        kannel = Kannel(door, application, SMSC.format(port=between.port, password=PASSWORD), "CIMD2:")
        door.check("bearerbox logs in", door.until(lambda: "online" in kannel.status(), 20, 0.1), kannel.status())

        wanted, statuses = {}, []
        for number in range(SHORT + LONG + UNICODE):
            to = f"491700{number:06}"
            if number < SHORT:
                wanted[to] = SHORT_TEXT + str(number)
                statuses.append(kannel.send(number, "+" + to, wanted[to]))
            elif number < SHORT + LONG:
                wanted[to] = LONG_TEXT.rstrip()
                statuses.append(kannel.send(number, "+" + to, wanted[to]))
            else:
                wanted[to] = UNICODE_TEXT
                statuses.append(kannel.send(number, "+" + to, UNICODE_TEXT, coding=2))
        door.check(f"smsbox accepts all {len(wanted)} messages", set(statuses) == {202}, collections.Counter(statuses))
        everyone = {str(n) for n in range(len(wanted))}
        for name, group in [("short", range(SHORT)), ("long, with its header,", range(SHORT, SHORT + LONG)),
                            ("Unicode", range(SHORT + LONG, len(wanted)))]:
            asked = {str(n) for n in group}
            door.until(lambda: asked <= application.delivered(), 60, 0.05)
            missing = sorted(asked - application.delivered(), key=int)
            door.check(f"each of {len(asked)} {name} messages is reported as delivered", not missing,
                       (len(missing), [(n, application.reports.get(n)) for n in missing[:5]], kannel.status()))
        strange = {n: types for n, types in application.reports.items() if set(types) - {"1", "8"}}
        door.check("no message was refused, none failed", not strange, list(strange.items())[:5])
        twice = {n: types for n, types in application.reports.items() if types.count("1") > 1}
        door.check("none is reported delivered twice", not twice and everyone == set(application.reports), (list(twice.items())[:5], len(application.reports)))
        seen = {to: shown(text) if text != UNICODE_TEXT else text for to, text in door.texts().items()}
        wrong = {to: (seen.get(to), text) for to, text in wanted.items() if seen.get(to) != text}
        door.check("the centre has every text as it was written, long ones joined", not wrong, list(wrong.items())[:3])

        for text, fields in [("Hello to the handset and back", {}), ("Grüße {€} @_", {}), (UNICODE_TEXT, {"coding": 2}), (LONG_TEXT.rstrip(), {})]:
            before = len(application.messages)
            kannel.send("echo", "+" + ECHO, text, **{"from": "88222"}, **fields)
            door.until(lambda: "".join(said(m) for m in application.messages[before:]) == text, 30, 0.05)
            came = [said(m) for m in application.messages[before:]]
            door.check(f"a message from a handset reaches the sms-service: {text[:30]}", came == [text], came)  # a long one joined: Kannel does that
        told = application.messages[0] if application.messages else {"from": "", "to": ""}
        door.check("... with its sender and its recipient", told["from"].lstrip("+") == ECHO and told["to"].lstrip("+") == "88222", told)
        door.check("Kannel's link is still online, without failures", "online" in kannel.status() and "failed 0" in kannel.status(), kannel.status())
        errors = [l for l in door.read("bearerbox.log").splitlines() if "ERROR" in l or "WARNING" in l]
        door.check("bearerbox warns of nothing", not [l for l in errors if "CIMD2" in l], errors[:5])
        read_by_tshark(door, between.records)
        if door.failed:
            print("--- the end of bearerbox.log\n" + "\n".join(errors)[-3000:])
    return door.finish()


sys.exit(main())
