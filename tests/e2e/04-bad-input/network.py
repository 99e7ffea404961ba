"""An operator that does everything wrong, played over a plain socket: the gateway survives it, says so, and delivers in the end."""

import os
import random
import socket
import struct
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from gateway import House  # noqa: E402
from smpp_wire import (BIND, DATA, DELIVER, ENQUIRE, INVBNDSTS, INVCMDID, INVCMDLEN, INVDSTADR, INVEXPIRY, INVMSGLEN, INVPASWD,  # noqa: E402
                       INVSCHED, INVSERTYP, INVSRCADR, INVTLVSTREAM, NACK, ROK, SUBMIT, THROTTLED, UNBIND, X_R_APPN, Connection, pdu)

RECEIPT = 0x04
PARK = "+4999"  # numbers whose route parks what is unsure


def message_body(text=b"Hello", source=b"447700900001", to=b"88222", esm_class=0, coding=0, tlvs=b"", length=None, service=b"", schedule=b"\0",
                 validity=b"\0"):
    """A deliver_sm's body; every field can be made wrong. source, to and service get their NUL here."""
    return (service + b"\0" + b"\1\1" + source + b"\0" + b"\0\0" + to + b"\0" + bytes([esm_class, 0, 0]) + schedule + validity
            + bytes([0, 0, coding, 0, len(text) if length is None else length]) + text + tlvs)


def receipt_body(remote_id, to, stat="DELIVRD", err="000"):
    text = f"id:{remote_id} sub:001 dlvrd:001 submit date:2611240000 done date:2611240001 stat:{stat} err:{err} text:Hello"
    return message_body(text.encode(), source=to.lstrip("+").encode(), to=b"Shop", esm_class=RECEIPT)


class Submit:
    def __init__(self, sequence, body):
        self.sequence = sequence
        _, rest = body.split(b"\0", 1)
        _, rest = rest[2:].split(b"\0", 1)
        self.to, rest = rest[2:].split(b"\0", 1)
        self.to = self.to.decode()


class Peer(Connection):
    """One connection of the gateway to us."""

    def __init__(self, connection):
        super().__init__(connection, sequence=100)

    def reads(self, command, status, sequence):
        got = self.read()
        return isinstance(got, tuple) and got[:3] == (command, status, sequence)

    def take(self, seconds=5.0):
        got = self.read(seconds)
        return Submit(got[2], got[3]) if isinstance(got, tuple) and got[0] == SUBMIT else None

    def answer(self, submit, remote_id, status=ROK):
        self.send(pdu(SUBMIT | NACK, submit.sequence, remote_id.encode() + b"\0", status))

    def report(self, remote_id, to, **more):
        """Sends a receipt; the status that it is answered with."""
        sequence = self.ask(DELIVER, receipt_body(remote_id, to, **more))
        got = self.read()
        return got[1] if isinstance(got, tuple) and got[0] == DELIVER | NACK and got[2] == sequence else got

    def lives(self):
        return self.reads(ENQUIRE | NACK, ROK, self.ask(ENQUIRE))


class Operator:
    def __init__(self, house):
        self.house, self.ids = house, 0
        self.listener = socket.create_server(("127.0.0.1", house.smpp), backlog=16)

    def connection(self, seconds=10.0):
        self.listener.settimeout(seconds)
        return Peer(self.listener.accept()[0])

    def bound(self):
        peer = self.connection()
        got = peer.read()
        if not isinstance(got, tuple) or got[0] != BIND:
            self.house.check("the gateway binds", False, got)
        peer.send(pdu(BIND | NACK, got[2], b"operator\0"))
        return peer

    def fresh_id(self):
        self.ids += 1
        return f"good{self.ids:x}z"

    def delivers(self, peer):
        """A good message goes out over this bind, is answered, and its receipt comes back: nothing is harmed."""
        house = self.house
        message_id, remote_id = house.send(text="still good?"), self.fresh_id()
        submit = message_id and peer.take()
        if not submit:
            return False
        peer.answer(submit, remote_id)
        return peer.report(remote_id, submit.to) == ROK and house.reaches(message_id, "delivered").get("state") == "delivered"


def other_protocols(house, operator):
    for name, octets, words in [("HTTP", b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "speaks HTTP"),
                                ("an HTTP request", b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "speaks HTTP"),
                                ("TLS", bytes.fromhex("15030100020228"), "speaks TLS")]:
        peer = operator.connection()
        bind = peer.read()
        peer.send(octets)
        said = peer.read()
        house.check(f"a peer that speaks {name}: the gateway closes without a word", bind[0] == BIND and said == "end", (bind, said))
        house.check("... and the log says what it is", house.until(lambda: words in house.read("serve.log")), house.read("serve.log")[-300:])
        peer.close()
        peer = operator.bound()
        house.check("... and delivers on the next connection", operator.delivers(peer))
        peer.close()
    ready = house.ask("GET", "/readyz", key=None)
    house.check("meanwhile /readyz says that no bind is up", ready.status == 503 and b"0 binds up" in ready.body, ready)


def binds(house, operator):
    peer = operator.connection()
    bind = peer.read()
    fields = bind[3].split(b"\0")
    house.check("the bind carries system_id, password and version 3.4", fields[0] == b"hermod" and fields[1] == b"secret" and b"\x34" in bind[3], bind)
    peer.send(pdu(BIND | NACK, bind[2], b"", INVPASWD))
    house.check("a refused bind ends the connection", peer.read() == "end")
    peer.close()
    peer = operator.connection()
    peer.read()
    began = time.monotonic()
    house.check("a bind that is never answered ends after bind_seconds", peer.read(4) == "end" and time.monotonic() - began > 0.8)
    peer.close()
    peer = operator.connection()
    bind = peer.read()
    peer.send(pdu(BIND | NACK, bind[2], b"operator\0")[:9])
    peer.close(hard=True)
    peer = operator.connection()
    bind = peer.read()
    sequence = peer.ask(DELIVER, message_body())
    house.check("a message before the bind's answer is refused", peer.reads(DELIVER | NACK, INVBNDSTS, sequence))
    for octet in pdu(BIND | NACK, bind[2], b"operator\0"):  # octet by octet
        peer.send(bytes([octet]))
    house.check("a bind answered octet by octet is a bind, and delivers", operator.delivers(peer))
    house.check("refused binds are counted", house.metric("hermod_connector_bind_failures_total") >= 1)
    peer.close()


def lengths(house, operator):
    for length in [0, 1, 15, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 65 * 1024 + 1]:
        peer = operator.bound()
        sequence = peer.ask(DELIVER, message_body(), length=length)
        got = peer.read()
        house.check(f"command_length {length:#x}: generic_nack ESME_RINVCMDLEN, then the end",
                    isinstance(got, tuple) and got[:3] == (NACK, INVCMDLEN, sequence) and peer.read() == "end", got)
        peer.close()
    peer = operator.bound()
    message_id = house.send()
    submit = peer.take()
    peer.send(pdu(DELIVER, 9, message_body(), length=3))
    peer.read(), peer.read()
    peer.close()
    peer = operator.bound()
    again = peer.take()
    house.check("what was unanswered when the framing was lost is sent again", again and again.to == submit.to)
    peer.answer(again, "framing")
    peer.report("framing", again.to)
    seen = house.reaches(message_id, "delivered")
    house.check("... flagged, and delivered", seen["state"] == "delivered" and seen["possible_duplicate"], seen)

    whole = pdu(DELIVER, 50, message_body(b"Hello!!!!"))
    peer.send(struct.pack(">I", len(whole) - 4) + whole[4:])  # four octets too short: the rest is no PDU
    house.check("command_length too short: the PDU's own status, then generic_nack",
                peer.reads(DELIVER | NACK, INVMSGLEN, 50) and (peer.read() or [0])[:2] == (NACK, INVCMDLEN) and peer.read() == "end")
    peer.close()
    peer = operator.bound()
    peer.send(pdu(DELIVER, 51, message_body(), length=len(pdu(DELIVER, 51, message_body())) + 16) + pdu(ENQUIRE, 52))
    house.check("command_length that swallows the next PDU: ESME_RINVTLVSTREAM, session kept",
                peer.reads(DELIVER | NACK, INVTLVSTREAM, 51) and peer.lives())
    house.check("... and delivers on the same bind", operator.delivers(peer))
    peer.close()


def fields(house, operator):
    peer = operator.bound()
    addresses = b"\0" + b"\1\1447700900001\0" + b"\0\x0088222\0"
    for name, body, status in [
        ("no body", b"", INVCMDLEN), ("service_type without NUL", b"CMT", INVSERTYP), ("service_type of 300 octets", b"x" * 300, INVSERTYP),
        ("source_addr without NUL", b"\0\1\1447700", INVSRCADR), ("source_addr of 300 octets", b"\0\1\1" + b"4" * 300, INVSRCADR),
        ("destination_addr without NUL", b"\0\1\1447700\0\0\x0088222", INVDSTADR), ("an end before esm_class", addresses, INVCMDLEN),
        ("schedule_delivery_time without NUL", addresses + b"\0\0\x002611", INVSCHED),
        ("validity_period without NUL", addresses + b"\0\0\0\x002611", INVEXPIRY), ("an end before sm_length", addresses + b"\0" * 9, INVCMDLEN),
        ("sm_length one too long", message_body(b"Hello", length=6), INVMSGLEN), ("sm_length 255 of 5", message_body(b"Hello", length=255), INVMSGLEN),
        ("sm_length 254 of nothing", message_body(b"", length=254), INVMSGLEN),
        ("sm_length too short: the text is read as TLVs", message_body(b"Hello, world", length=2), INVTLVSTREAM),
        ("a TLV longer than the PDU", message_body(tlvs=bytes.fromhex("0424ffff41")), INVTLVSTREAM),
        ("a TLV header cut short after a whole one", message_body(tlvs=bytes.fromhex("0204000200010427000a02")), INVTLVSTREAM),
    ]:
        sequence = peer.ask(DELIVER, body)
        got = peer.read()
        house.check(f"deliver_sm with {name}: its own response, {status:#x}", isinstance(got, tuple) and got[:3] == (DELIVER | NACK, status, sequence), got)
    house.check("data_sm without body", peer.reads(DATA | NACK, INVCMDLEN, peer.ask(DATA)))
    house.check("data_sm with source_addr without NUL", peer.reads(DATA | NACK, INVSRCADR, peer.ask(DATA, b"\0\1\x014477")))
    for command in (0, 0x0A, 0x22, 0x10203, 0x7FFFFFFF):
        house.check(f"command_id {command:#x}: generic_nack ESME_RINVCMDID", peer.reads(NACK, INVCMDID, peer.ask(command)))
    for command in (1, 2, 3, 4, 7, 8, 9, 0x21, 0x111, 0x112, 0x113):
        house.check(f"command_id {command:#x}, which only a centre serves: its response ESME_RINVBNDSTS",
                    peer.reads(command | NACK, INVBNDSTS, peer.ask(command)))
    for name, octets in [("an unknown response", pdu(0x80010203, 1)), ("a bind's response", pdu(BIND | NACK, 1, b"x\0")),
                         ("enquire_link_resp", pdu(ENQUIRE | NACK, 77)), ("unbind_resp", pdu(UNBIND | NACK, 77)),
                         ("deliver_sm_resp", pdu(DELIVER | NACK, 77, b"\0")), ("generic_nack", pdu(NACK, 0x7FFFFFFF, b"", INVCMDID)),
                         ("submit_sm_resp", pdu(SUBMIT | NACK, 4711, b"x\0")), ("outbind", pdu(0x0B, 1, b"x\0y\0")),
                         ("alert_notification", pdu(0x102, 1, b"\1\x0144\0\1\x0144\0"))]:
        peer.send(octets)
        house.check(f"{name} out of the blue is passed over", peer.lives())
    for sequence in (0, 0x80000000, 0xFFFFFFFF):
        peer.send(pdu(ENQUIRE, sequence))
        house.check(f"sequence_number {sequence:#x} is answered", peer.reads(ENQUIRE | NACK, ROK, sequence))
    for name, body in [("a source_addr of 60 characters", message_body(source=b"4" * 60)), ("three octets of padding", message_body(tlvs=b"\0\0\0")),
                       ("an unknown TLV", message_body(tlvs=bytes.fromhex("14010001aa"))), ("no text", message_body(b"")),
                       ("half a UCS-2 unit", message_body(b"\x04\x1f\x04", coding=8)), ("a lone surrogate", message_body(b"\xd8\x00\0A", coding=8)),
                       ("a broken user data header", message_body(b"\x20\x00abc", esm_class=0x40)), ("an unknown data_coding", message_body(coding=0x0F)),
                       ("a message_state TLV of two octets", message_body(tlvs=bytes.fromhex("042700020002")))]:
        sequence = peer.ask(DELIVER, body)
        house.check(f"deliver_sm with {name} is taken", peer.reads(DELIVER | NACK, ROK, sequence))
    house.check("... all that on one bind, which delivers", operator.delivers(peer))
    house.check("unreadable PDUs are counted", house.metric("hermod_connector_pdu_errors_total") >= 30, house.metric("hermod_connector_pdu_errors_total"))
    return peer


def mutations(house, operator, peer, count=400):
    """Octets changed and bodies cut at random: each gets its one answer, and the bind lives."""
    dice = random.Random(20261124)
    good = message_body(b"Hello from a handset", tlvs=bytes.fromhex("0204000212340424000568656c6c6f"))
    waiting, octets = set(), b""
    for number in range(count):
        body = bytearray(good)
        for _ in range(dice.randint(1, 3)):
            body[dice.randrange(len(body))] = dice.randrange(256)
        waiting.add(1000 + number)
        octets += pdu(DELIVER, 1000 + number, bytes(body[:dice.randint(0, len(body))] if dice.random() < 0.3 else body))
    peer.send(octets)
    statuses, wrong = {}, []
    for _ in range(count):
        got = peer.read(10)
        if not isinstance(got, tuple) or got[0] != DELIVER | NACK or got[2] not in waiting:
            wrong.append(got)
            break
        waiting.discard(got[2])
        statuses[got[1]] = statuses.get(got[1], 0) + 1
    house.check(f"{count} mutated deliver_sm get one answer each {({hex(s): n for s, n in sorted(statuses.items())})}", not waiting and not wrong, wrong)
    house.check("... and the bind delivers", peer.lives() and operator.delivers(peer))


def submit_to(house, peer, **fields):
    message_id = house.send(**fields)
    return message_id, peer.take()


def responses(house, operator, peer):
    for name, octets, state, code in [
        ("no body", lambda s: pdu(SUBMIT | NACK, s), "submitted", None),
        ("a message_id without NUL", lambda s: pdu(SUBMIT | NACK, s, b"x" * 20), "submitted", None),
        ("a message_id of 64 characters", lambda s: pdu(SUBMIT | NACK, s, b"9" * 64 + b"\0"), "submitted", None),
        ("an error and no body", lambda s: pdu(SUBMIT | NACK, s, b"", INVDSTADR), "rejected", INVDSTADR),
        ("an error and a body that is none", lambda s: pdu(SUBMIT | NACK, s, b"\xff" * 30, INVDSTADR), "rejected", INVDSTADR),
        ("a vendor's status", lambda s: pdu(SUBMIT | NACK, s, b"\0", 0x410), "rejected", 0x410),
        ("a status that nobody knows", lambda s: pdu(SUBMIT | NACK, s, b"\0", 0xDEADBEEF), "rejected", 0xDEADBEEF),
        ("generic_nack", lambda s: pdu(NACK, s, b"", INVCMDID), "rejected", INVCMDID),
    ]:
        message_id, submit = submit_to(house, peer)
        peer.send(octets(submit.sequence))
        seen = house.reaches(message_id, state)
        house.check(f"a submit answered with {name} is {state}" + (f", code {code:#x}" if code else ""),
                    seen.get("state") == state and (code is None or seen.get("code") == code), seen)
    message_id, submit = submit_to(house, peer)
    peer.answer(submit, "", THROTTLED)
    again = peer.take()
    house.check("a throttled submit comes again", again and again.to == submit.to)
    peer.answer(again, "throttled")
    peer.report("throttled", again.to)
    seen = house.reaches(message_id, "delivered")
    house.check("... and is delivered, and is no possible duplicate", seen["state"] == "delivered" and not seen["possible_duplicate"], seen)

    before = house.metric("hermod_connector_oddities_total")
    message_id, submit = submit_to(house, peer)
    for remote_id in ("first", "second"):
        peer.answer(submit, remote_id)
    peer.send(pdu(SUBMIT | NACK, submit.sequence, b"", INVDSTADR))
    seen = house.reaches(message_id, "submitted")
    house.check("a submit answered twice, and refused then: the first answer counts", peer.lives() and house.get(message_id)["state"] == "submitted"
                and [e.get("detail") for e in seen["timeline"] if e["event"] == "submitted"] == ["first"], seen)
    house.check("... the others are counted", house.metric("hermod_connector_oddities_total") == before + 2, (before, house.metric("hermod_connector_oddities_total")))
    peer.report("first", submit.to)
    house.check("... and its receipt finds it", house.reaches(message_id, "delivered").get("state") == "delivered")


def silence(house, operator, peer):
    message_id, submit = submit_to(house, peer)
    again = peer.take(5)
    house.check("a submit that is never answered is sent again after response_seconds", again and again.to == submit.to and again.sequence != submit.sequence)
    peer.answer(submit, "late")  # the first one's answer, after all
    peer.answer(again, "again")
    peer.report("again", again.to)
    seen = house.reaches(message_id, "delivered")
    house.check("... delivered, and flagged as a possible duplicate", seen["state"] == "delivered" and seen["possible_duplicate"], seen)
    house.check("... its timeline tells of it", [e["event"] for e in seen["timeline"]].count("unsure") == 1, seen["timeline"])
    house.check("... and it is counted", house.metric("hermod_connector_response_timeouts_total") >= 1)
    message_id, submit = submit_to(house, peer, to=PARK + "15100001")
    seen = house.reaches(message_id, "unsure", 5)
    house.check("on a route that parks, it ends as unsure", seen["state"] == "unsure" and seen.get("reason"), seen)
    house.check("... and is not sent again", peer.read(1.5) is None)
    house.check("... and the bind delivers", operator.delivers(peer))


def broken_connections(house, operator, peer):
    for name, octets in [("a submit's answer", lambda s: pdu(SUBMIT | NACK, s, b"12345678\0")[:20]), ("a header", lambda s: pdu(SUBMIT | NACK, s)[:6]),
                         ("a length", lambda s: b"\0\0"), ("a receipt", lambda s: pdu(DELIVER, 5, receipt_body("1", "1"))[:60])]:
        for hard in (False, True):
            message_id, submit = submit_to(house, peer)
            peer.send(octets(submit.sequence))
            time.sleep(0.02)  # or a reset drops what was sent before it
            peer.close(hard)
            peer = operator.bound()
            again = peer.take()
            remote_id = operator.fresh_id()
            if again:
                peer.answer(again, remote_id)
                peer.report(remote_id, again.to)
            seen = house.reaches(message_id, "delivered")
            house.check(f"the connection {'reset' if hard else 'closed'} inside {name}: bound again, delivered in the end, flagged",
                        again and again.to == submit.to and seen["state"] == "delivered" and seen["possible_duplicate"], seen)
    peer.send(pdu(UNBIND, 7))
    house.check("an unbind is answered, and the connection ended", peer.reads(UNBIND | NACK, ROK, 7) and peer.read() == "end")
    peer.close()
    peer = operator.bound()
    house.check("... and the gateway is back and delivers", operator.delivers(peer))
    return peer


def receipts(house, operator, peer):
    parked = 'hermod_receipts_total{match="parked"}'
    before = house.metric(parked)
    status = [peer.report("DEADBEEF99", "+4915199999999", stat="UNDELIV", err="017"), peer.report("nobody's", "+4915199999998")]
    house.check("receipts for unknown ids are answered ESME_ROK", status == [ROK, ROK], status)
    found = house.ask("GET", "/v1/receipts/unmatched", key="boss")
    shown = {r["remote_id"]: r for r in found.json().get("receipts", [])}
    lost = shown.get("DEADBEEF99", {})
    house.check("... shown to an administrator", lost.get("state") == "undelivered" and lost.get("connector") == "operator" and lost.get("code") == 17
                and lost.get("recipient") == "+4915199999999" and "nobody's" in shown, found)
    house.check("... to nobody else", house.ask("GET", "/v1/receipts/unmatched").status == 403)
    house.check("... and counted", house.metric(parked) == before + 2, (before, house.metric(parked)))
    sequence = peer.ask(DELIVER, message_body(b"stat:DELIVRD err:000", esm_class=RECEIPT))
    house.check("a receipt without an id is refused for good, ESME_RX_R_APPN", peer.reads(DELIVER | NACK, X_R_APPN, sequence))

    message_id, submit = submit_to(house, peer)
    early = peer.report("early1", submit.to)
    peer.answer(submit, "early1")
    seen = house.reaches(message_id, "delivered")
    house.check("a receipt before its response is answered and finds its message", early == ROK and seen["state"] == "delivered", (early, seen))
    house.check("... and is not parked any more", "early1" not in house.ask("GET", "/v1/receipts/unmatched", key="boss").body.decode())
    for number, (answered, reported) in enumerate([("1A2B{0:02x}", "1a2b{0:02x}"), ("1A2B{0:02X}", "{1}"), ("{1}", "1A2B{0:02X}"), ("{1}", "0000{1}"),
                                                   ("0000{1}", "{1}"), ("001a2b{0:02x}", "0000{1}"), ("{1}", "00001A2B{0:02X}"),
                                                   ("3f2504e0-4f89-11d3-{0}", "3F2504E0-4F89-11D3-{0}")]):
        value = 0x40 + number
        answered, reported = (text.format(value, 0x1A2B00 + value) for text in (answered, reported))
        message_id, submit = submit_to(house, peer)
        peer.answer(submit, answered)
        status = peer.report(reported, submit.to)
        seen = house.reaches(message_id, "delivered")
        house.check(f"answered as {answered}, reported as {reported}", status == ROK and seen["state"] == "delivered", (status, seen))
    message_id, submit = submit_to(house, peer)
    peer.answer(submit, "thrice")
    status = [peer.report("thrice", submit.to) for _ in range(3)] + [peer.report("thrice", submit.to, stat="UNDELIV")]
    seen = house.reaches(message_id, "delivered")
    house.check("a receipt three times, and then its contrary: all answered, the first counts", status == [ROK] * 4 and seen["state"] == "delivered",
                (status, seen))
    house.check("... and the bind delivers", operator.delivers(peer))


def main():
    with House(sys.argv[1]) as house:
        operator = Operator(house)
        house.configure("response_seconds = 1\nbind_seconds = 1\nenquire_link_seconds = 0\nwindow = 10",
                        f'[[route]]\nname = "park"\nprefix = ["{PARK}"]\nto = ["operator"]\nunsure = "park"\n')
        house.serve(ready=False)
        began = time.monotonic()
        for part in (other_protocols, binds, lengths):
            part(house, operator)
        peer = fields(house, operator)
        for part in (mutations, responses, silence):
            part(house, operator, peer)
        peer = broken_connections(house, operator, peer)
        receipts(house, operator, peer)
        lost = [m for m in house.everything() if m["direction"] == "to_handset" and m["state"] not in ("delivered", "submitted", "rejected", "unsure")]
        house.check("no message is left behind", lost == [], lost)
        house.gateway.terminate()
        got = peer.read(10)
        house.check("SIGTERM: the gateway unbinds", isinstance(got, tuple) and got[0] == UNBIND, got)
        if isinstance(got, tuple):
            peer.send(pdu(UNBIND | NACK, got[2]))
        house.check("... and ends with 0", house.gateway.wait(20) == 0, house.gateway.returncode)
        print(f"-- {time.monotonic() - began:.1f} s", flush=True)
    return house.finish()


sys.exit(main())
