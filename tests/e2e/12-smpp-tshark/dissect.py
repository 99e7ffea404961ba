"""Lets an application talk about everything with our SMPP server, and holds what tshark reads against what passed."""

import collections
import os
import re
import struct
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from door import (BIND, BIND_RX, BIND_TX, CANCEL, DATA, DELIVER, ENQUIRE, MULTI, NACK, QUERY, REPLACE, ROK, SUBMIT, UNBIND, Client, Door,  # noqa: E402
                  c_string, submit_body, tlv)
from relay import Relay  # noqa: E402

ECHO = "4915199999999"
UNKNOWN = 0x7777
NAMES = {BIND_RX: "bind_receiver", BIND_TX: "bind_transmitter", QUERY: "query_sm", SUBMIT: "submit_sm", DELIVER: "deliver_sm", UNBIND: "unbind",
         REPLACE: "replace_sm", CANCEL: "cancel_sm", BIND: "bind_transceiver", ENQUIRE: "enquire_link", MULTI: "submit_multi", DATA: "data_sm"}


def by(message_id):
    """The beginning of query_sm, cancel_sm and replace_sm's bodies."""
    return c_string(message_id) + b"\5\0" + c_string("Shop")


def dialogue(door, relay):
    """Everything that an application may say, and some of what it should not; the ids of the messages that have receipts."""
    open_one = lambda: Client(relay.port)  # noqa: E731
    wrong = open_one()
    wrong.request(ENQUIRE)
    wrong.request(SUBMIT, submit_body("491510000000"))
    wrong.bind(password="wrong")
    wrong.close()
    for command in (BIND_TX, BIND_RX):
        one = open_one()
        door.check(f"{NAMES[command]} is answered", one.bind(command=command)[1] == ROK)
        one.request(UNBIND)
        one.close()
    session = open_one()
    door.check("bind_transceiver is answered", session.bind()[1] == ROK)
    number, ids = iter(range(491510100000, 491510200000)), []

    def submit(text=b"Hello", **fields):
        status, message_id = session.submit(str(next(number)), text, **fields)
        if status == ROK and fields.get("receipt", 1):
            ids.append(message_id)
        return message_id

    submit()
    submit("Привет".encode("utf-16-be"), coding=8)
    submit(bytes([5, 0, 3, 9, 2, 1]) + b"a" * 153, esm_class=0x40)
    submit(bytes([5, 0, 3, 9, 2, 2]) + b"the end", esm_class=0x40)
    submit(b"", tlvs=tlv(0x0424, b"By message_payload " * 20))
    submit(b"With TLVs", tlvs=tlv(0x0204, b"\x12\x34") + tlv(0x020D, b"\1") + tlv(0x1401, b"vendor") + tlv(0x0005, b"\1"))
    for n in (1, 2):
        submit(b"part", tlvs=tlv(0x020C, b"\0\7") + tlv(0x020E, b"\2") + tlv(0x020F, bytes([n])))
    submit(bytes(range(64)), coding=4)
    submit(b"valid for a day", validity="000001000000000R")
    submit(b"no receipt", receipt=0)
    got = session.request(DATA, b"\0" + b"\5\0" + c_string("Shop") + b"\1\1" + c_string(str(next(number))) + bytes([0, 1, 0]) + tlv(0x0424, b"By data_sm"))
    if isinstance(got, tuple) and got[1] == ROK:
        ids.append(got[3].split(b"\0")[0].decode())
    several = b"".join(b"\1\1\1" + c_string(str(next(number))) for _ in range(3)) + b"\2" + c_string("friends")
    session.request(MULTI, b"\0" + b"\5\0" + c_string("Shop") + b"\4" + several + bytes(3) + b"\0\0" + bytes([0, 0, 0, 0, 7]) + b"To many")
    session.submit("not a number")
    session.request(UNKNOWN)
    session.request(ENQUIRE)
    if door.is_gateway:
        in_an_hour = time.strftime("%y%m%d%H%M%S000+", time.gmtime(time.time() + 3600))
        planned = session.submit("491510199999", b"later", schedule=in_an_hour)[1]
        session.request(QUERY, by(planned))
        session.request(REPLACE, by(planned) + b"\0\0" + bytes([1, 0, 3]) + b"new")
        session.request(CANCEL, b"\0" + by(planned) + b"\1\1" + c_string("491510199999"))
        session.request(QUERY, by(planned))
    session.request(QUERY, by("unknown"))
    session.request(CANCEL, b"\0" + by("unknown") + b"\0\0\0")
    session.request(REPLACE, by("unknown") + b"\0\0" + bytes([1, 0, 3]) + b"new")
    session.submit(ECHO, b"to the handset and back", source="88222", receipt=0)
    session.receipts(len(ids) + 1, 15)
    session.request(UNBIND)
    session.close()
    return ids


def dissected(door, name, records):
    """Writes what passed as a capture, a packet a PDU, and has tshark read it: operation and fields of each, and its complaints."""
    with open(door.path(f"{name}.txt"), "w") as dump:
        for from_client, octets in records:
            dump.write(("O" if from_client else "I") + "\n")
            for at in range(0, len(octets), 16):
                dump.write(f"{at:06x} " + " ".join(f"{o:02x}" for o in octets[at:at + 16]) + "\n")
            dump.write("\n")
    pcap = door.path(f"{name}.pcap")
    subprocess.run(["text2pcap", "-q", "-D", "-T", "40000,2775", door.path(f"{name}.txt"), pcap], check=True, capture_output=True)

    def tshark(*arguments):
        return subprocess.run(["tshark", "-n", "-r", pcap, "-d", "tcp.port==2775,smpp", *arguments], check=True, capture_output=True, text=True).stdout
    return tshark


def compare(door, name, records):
    tshark = dissected(door, name, records)
    read = tshark("-T", "fields", "-e", "frame.number", "-e", "smpp.command_id", "-e", "smpp.command_status", "-e", "smpp.sequence_number", "-e",
                  "smpp.command_length", "-E", "occurrence=a")
    rows = [line.split("\t") for line in read.splitlines()]
    door.check(f"{name}: {len(records)} PDUs passed, tshark finds as many packets", len(rows) == len(records) > 10, len(rows))
    wrong = []
    for row, (_, octets) in zip(rows, records):
        length, command, status, sequence = struct.unpack(">IIII", octets[:16])
        seen = [int(value, 0) if value else None for value in row[1:5]]
        wanted = [command, status if command & NACK else None, sequence, length]
        if command != UNKNOWN and seen != wanted:
            wrong.append((row[0], seen, wanted))
    door.check(f"{name}: each is the operation that it is, with its status, number and length", not wrong, wrong[:3])
    own_bad = {str(n) for n, (_, octets) in enumerate(records, 1) if struct.unpack(">I", octets[4:8])[0] == UNKNOWN}
    complaints = [f for f in tshark("-Y", "_ws.malformed || _ws.unreassembled || _ws.expert.severity >= 0x600000 || smpp.reserved_op", "-T", "fields", "-e",
                                    "frame.number").split() if f not in own_bad]
    words = "".join(tshark("-V", "-Y", f"frame.number == {f}") for f in complaints[:2])
    door.check(f"{name}: not malformed, no warning, no error", not complaints, (complaints, words[-1500:]))
    text = tshark("-V")
    door.check(f"{name}: the word malformed does not appear", not re.search("malformed", text, re.I))
    return tshark


def fields(tshark, filter_, *names):
    out = tshark("-Y", filter_, "-T", "fields", *[a for n in names for a in ("-e", n)])
    return [tuple(line.split("\t")) for line in out.splitlines()]


def main():
    with Door(sys.argv[1]) as door:
        centre_side = None
        if door.is_gateway:
            centre_side = Relay(door.smpp)
            door.towards = centre_side.port
        door.open(centre=["--echo", ECHO], shop='inbound = "session"', connector="submit_multi = 10")
        client_side = Relay(door.port)
        ids = dialogue(door, client_side)
        server = door.gateway if door.is_gateway else door.smsc
        door.check("the server leaves with 0", door.end(server) == 0)
        client_side.close()

        tshark = compare(door, "application", client_side.records)
        operations = collections.Counter(struct.unpack(">I", octets[4:8])[0] for _, octets in client_side.records)
        missing = [name for command, name in NAMES.items() if not {command, command | NACK} <= set(operations)]
        door.check("application: the dialogue has every operation, asked and answered", not missing, missing)
        answers = fields(tshark, "smpp.command_id in {0x80000004, 0x80000103} && smpp.command_status == 0", "smpp.message_id")
        door.check("application: the ids in the responses are those that the client read", {a[0] for a in answers} >= set(ids), (answers[:3], ids[:3]))
        receipts = fields(tshark, "smpp.command_id == 5 && smpp.esm.submit.msg_type == 1", "smpp.receipted_message_id", "smpp.message_state")
        door.check(f"application: {len(ids)} receipts are read as receipts", len(receipts) >= len(ids) > 8, len(receipts))
        if door.is_gateway:
            door.check("application: ... each with receipted_message_id and message_state DELIVERED",
                       {(i, "2") for i in ids} <= {(r[0], str(int(r[1], 0)) if r[1] else "") for r in receipts}, receipts[:4])
        errors = fields(tshark, "smpp.command_status > 0", "smpp.command_id", "smpp.command_status")
        door.check("application: the errors are read with their status", len(errors) >= 6, errors)
        if centre_side:
            centre_side.close()
            tshark = compare(door, "centre", centre_side.records)
            sent = [to for row in fields(tshark, "smpp.command_id in {4, 0x21}", "smpp.destination_addr") for to in row[0].split(",")]
            door.check("centre: every message that was due went out", len(sent) >= 16, len(sent))
            many = fields(tshark, "smpp.command_id == 0x21", "smpp.destination_addr", "smpp.message")
            door.check("centre: what an application sends to many leaves as a submit_multi", len(many) >= 1 and "," in many[0][0], many)
            parts = fields(tshark, "smpp.command_id == 4 && smpp.esm.submit.features == 1", "smpp.sm_length")
            door.check("centre: long messages go in parts with a user data header", len(parts) >= 5, parts)
    return door.finish()


sys.exit(main())
