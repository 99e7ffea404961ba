"""An SMPP server among bad clients. Good is the client that must not suffer: after each abuse it sends a message and gets its receipt."""

import contextlib
import os
import random
import shutil
import socket
import ssl
import struct
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from door import (BIND, BIND_TX, CANCEL, DATA, DELIVER, ENQUIRE, INVBNDSTS, INVCMDID, INVCMDLEN, LOGIN_REFUSED, MSGQFUL, MULTI,  # noqa: E402
                  NACK, PASSWORD, QUERY, REPLACE, ROK, SUBMIT, THROTTLED, UNBIND, Door, bind_body, pdu, submit_body, tlv)

SMPP = "session_init_seconds = 2\nmax_binds = 3000\nmax_pre_bind = 1100\n"
ACCOUNTS = "".join(f"""[[account]]
name = "{name}"
api_key = "env:{name.upper()}_KEY"
system_id = "{name}"
password = "env:PASSWORD"
{more}
""" for name, more in [("few", "max_binds = 5"), ("crowd", "max_binds = 1500"), ("fenced", 'allowed_networks = ["127.0.0.9/32"]'),
                       ("slow", "rate = 20"), ("deaf", "max_binds = 3"), ("narrow", "window = 20")])


class Good:
    """The application that behaves."""

    def __init__(self, door):
        self.door = door
        self.client = door.bound("rival" if door.is_gateway else "shop") or sys.exit("the good client cannot bind")

    def unharmed(self, within=2.0):
        begin = time.monotonic()
        return self.client.lives() and self.client.delivers(self.door.number().lstrip("+")) and time.monotonic() - begin < within


def is_socket(descriptor):
    try:
        return os.readlink(descriptor.path).startswith("socket:")
    except OSError:
        return False  # closed meanwhile


def status_of(got):
    return hex(got[1]) if isinstance(got, tuple) else got


def before_a_bind(door, good):
    for name, command, body in [("submit_sm", SUBMIT, submit_body("491510000001")), ("data_sm", DATA, b"\0" * 12), ("query_sm", QUERY, b"1\0\0\0\0"),
                                ("cancel_sm", CANCEL, b"\0" * 9), ("replace_sm", REPLACE, b"1\0" + b"\0" * 9),
                                ("submit_multi", MULTI, b"\0" * 18)]:
        if not door.is_gateway and command in (QUERY, CANCEL, REPLACE):
            continue  # the simulated centre answers these to anybody
        client = door.client()
        got = client.request(command, body)
        wanted = got[:2] == (command | NACK, INVBNDSTS) if isinstance(got, tuple) else got == "end"
        door.check(f"{name} before a bind is answered ESME_RINVBNDSTS", wanted and isinstance(got, tuple), status_of(got))
        door.check("... and a bind may follow, or the connection is closed", client.bind()[1] in (ROK, "end"))
        client.close()
    client = door.client()
    got = client.request(0x7777)
    door.check("an unknown command before a bind is answered generic_nack", isinstance(got, tuple) and got[0] == NACK
               and got[1] in (INVCMDID, INVBNDSTS), status_of(got))
    client.close()
    client = door.client()
    door.check("enquire_link before a bind is answered", client.lives())
    got = client.request(UNBIND)
    door.check("unbind before a bind is answered, and the connection closed", isinstance(got, tuple) and got[0] == UNBIND | NACK and client.ended(), got)
    client.close()
    client = door.client()
    client.send(pdu(SUBMIT | NACK, 1, b"1\0") + pdu(DELIVER | NACK, 2, b"\0"))
    door.check("responses that nobody asked for, before a bind: no answer but at most a nack, or the end", (client.read(0.5) or (NACK,))[0] in (NACK, "e"))
    client.close()
    door.check("... the good client is unharmed", good.unharmed())


def lengths(door, good):
    for name, length in [("0", 0), ("15", 15), ("1 KiB and one", 1025 if door.is_gateway else 70_000), ("65 MiB", 65 << 20), ("2 GiB", 0x7FFFFFFF), ("4 GiB less one", 0xFFFFFFFF)]:
        client = door.client()
        client.send(pdu(BIND, 7, length=length))
        got = client.read()
        answered = got == "end" or (isinstance(got, tuple) and got[:2] == (NACK, INVCMDLEN) and client.ended())
        door.check(f"a command_length of {name} before a bind: generic_nack ESME_RINVCMDLEN at once, and closed", answered, got)
        client.close()
    client = door.bound()
    client.send(pdu(SUBMIT, 9, length=66 * 1024 + 1))
    got = client.read()
    door.check("a command_length of 66 KiB on a bind: generic_nack ESME_RINVCMDLEN, and closed",
               isinstance(got, tuple) and got[:2] == (NACK, INVCMDLEN) and client.ended(), got)
    client.close()
    client = door.bound()
    status, message_id = client.submit("491510000002", b"", tlvs=tlv(0x0424, b"x" * 60_000))
    door.check("60,000 octets of message_payload are refused by their length, or taken", status in (0, 1, 0x45, 0xC4), status)
    door.check("... and the session lives", client.lives())
    client.close()
    door.check("... the good client is unharmed", good.unharmed())


def other_protocols(door, good):
    dice = random.Random(5)
    for name, octets in [("an HTTP request", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), ("an HTTP POST", b"POST /x HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"),
                         ("a TLS ClientHello", bytes.fromhex("16030100c8010000c40303") + bytes(dice.randrange(256) for _ in range(195))),
                         ("SSH", b"SSH-2.0-OpenSSH_9.2\r\n"), ("random octets", bytes(dice.randrange(256) for _ in range(5000))),
                         ("zeros", b"\0" * 5000), ("0xFF", b"\xff" * 5000)]:
        client = door.client()
        client.send(octets)
        said = []
        closed = door.until(lambda: (lambda got: said.append(got) or got == "end")(client.read(0.5)), 8)
        loud = [got for got in said if isinstance(got, tuple)]
        door.check(f"{name}: closed, with nothing but a generic_nack", closed and all(got[0] == NACK for got in loud) and len(loud) <= 1, said)
        client.close()
    door.check("... the good client is unharmed", good.unharmed())


def half_open(door, good):
    if not door.is_gateway:
        return
    silent = [door.client(source="127.0.0.5") for _ in range(250)]
    for client in silent[:50]:
        client.send(b"\0\0\0")
    begin = time.monotonic()
    fresh = door.bound()
    door.check("while 250 connections say nothing, a bind is answered", fresh is not None and time.monotonic() - begin < 1, time.monotonic() - begin)
    door.check("... and the good client is unharmed", good.unharmed())
    dripping, whole = door.client(source="127.0.0.5"), pdu(BIND, 1, bind_body("shop", PASSWORD))
    began, sent = time.monotonic(), 0
    while time.monotonic() - began < 6 and dripping.read(0.2) is None:
        dripping.send(whole[sent:sent + 1])
        sent = min(sent + 1, len(whole) - 1)
    took = time.monotonic() - began
    door.check("a bind an octet at a time is closed after session_init_seconds", 1.5 < took < 5, took)
    closed = sum(client.ended(0.5) for client in silent)
    door.check("the silent ones are closed too", closed == len(silent), closed)
    many = []
    for _ in range(2200):  # twice what max_pre_bind allows
        with contextlib.suppress(OSError):
            many.append(door.client(source="127.0.0.6", seconds=1))
    begin = time.monotonic()
    fresh = None
    while not fresh and time.monotonic() - begin < 8:
        with contextlib.suppress(OSError):
            fresh = door.bound()
    door.check("with more silent connections than max_pre_bind, a bind gets through within a few seconds", fresh and time.monotonic() - begin < 6, time.monotonic() - begin)
    for client in silent + many + [dripping]:
        client.close(hard=True)
    door.check("... the good client is unharmed", good.unharmed())


def tls_port(door, good):
    if not door.is_gateway or not shutil.which("openssl"):
        return
    trust = ssl.create_default_context(cafile=door.path("ca.pem"))

    def plain():
        return socket.create_connection(("127.0.0.1", door.tls_port), timeout=8)

    def gone(s):
        """Closed, after an alert at most."""
        said = b""
        with contextlib.suppress(ConnectionError):
            while octets := s.recv(4096):
                said += octets
        return said[:1] in (b"", b"\x15")

    hello = ssl.MemoryBIO()
    half = trust.wrap_bio(ssl.MemoryBIO(), hello, server_hostname="localhost")
    with contextlib.suppress(ssl.SSLWantReadError):
        half.do_handshake()
    half = hello.read()
    silent, begun = [plain() for _ in range(50)], [plain() for _ in range(50)]
    for n, s in enumerate(begun):
        s.sendall(half[:len(half) - n % 3 * 40])
        if n % 2:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    for name, octets in [("SMPP in the clear", pdu(BIND, 1, bind_body("shop", PASSWORD))), ("HTTP", b"GET / HTTP/1.1\r\n\r\n"), ("zeros", b"\0" * 3000)]:
        with plain() as s:
            s.sendall(octets)
            door.check(f"TLS port: {name} is closed, with nothing but an alert", gone(s))
    begin = time.monotonic()
    client = door.bound(tls=trust)
    door.check("TLS port: a bind is answered while 100 handshakes hang", client is not None and time.monotonic() - begin < 1, time.monotonic() - begin)
    door.check("... and it delivers", client and client.delivers(door.number().lstrip("+")))
    begin = time.monotonic()
    for s in silent + begun:
        s.settimeout(max(0.1, begin + 6 - time.monotonic()))
        try:
            gone(s)
        except TimeoutError:
            break
    door.check("TLS port: who never speaks, or not to the handshake's end, is closed after session_init_seconds", time.monotonic() - begin < 5, time.monotonic() - begin)
    at, bound = time.monotonic(), 0
    for _ in range(100):
        with contextlib.suppress(OSError):
            one = door.bound("crowd", tls=trust)
            bound += one is not None
            one and one.close(hard=True)
    door.check(f"TLS port: a hundred binds that end with a reset ({time.monotonic() - at:.1f} s)", bound == 100, bound)
    for s in silent + begun:
        s.close()
    client and client.close(hard=True)
    door.check("... the good client is unharmed", good.unharmed())


def logins(door, good):
    known = door.bound(source="127.0.0.8")  # an address that has bound as shop before: strangers must not lock it out
    known and known.close()
    client = door.client(source="127.0.0.7")
    times, statuses = [], set()
    for number in range(100):
        begin = time.monotonic()
        statuses.add(client.bind(password=f"wrong{number % 10}", seconds=10)[1])
        times.append(time.monotonic() - begin)
        client.close(hard=True)
        if sum(times) > 8:
            break  # the door slows them: so much the better
        client = door.client(source="127.0.0.7")
    statuses -= {"end", None}
    door.check(f"{len(times)} wrong passwords are all refused, {max(times):.2f} s at most", statuses <= set(LOGIN_REFUSED) | {THROTTLED}, statuses)
    begin = time.monotonic()
    other = door.bound(source="127.0.0.8")
    door.check("... an address that bound with this system_id before binds at once", other is not None and time.monotonic() - begin < 1, time.monotonic() - begin)
    door.check("... the good client is unharmed", good.unharmed())
    for name, system_id, password in [("a system_id of 15 octets", "a" * 15, "x"), ("a system_id of 200 octets", "a" * 200, "x"), ("a password of 500 octets", "shop", "x" * 500),
                                      ("an empty system_id", "", PASSWORD), ("a system_id in capitals", "SHOP", PASSWORD), ("control characters", "sh\x01op", PASSWORD)]:
        client = door.client(source="127.0.0.8")
        got = client.bind(system_id, password)
        door.check(f"a bind with {name} is refused", got[1] != ROK, got)
        client.close()
    client = door.client()
    client.send(pdu(BIND, 3, b"shop"))  # no terminator, no other field
    got = client.read()
    door.check("a bind that ends in its first field is refused", got == "end" or (isinstance(got, tuple) and got[1] != ROK), got)
    client.close()
    if not door.is_gateway:
        return
    few = [door.bound("few") for _ in range(5)]
    refused = door.client()
    got = refused.bind("few")
    door.check("the sixth bind of an account that may have five is refused", all(few) and got[1] not in (ROK, None), got)
    few[0].request(UNBIND)
    few[0].close()
    again = door.until(lambda: door.bound("few"), 3, 0.05)
    door.check("... and after one has left there is room", again)
    door.check("a bind from a network that the account does not name is refused", door.bound("fenced") is None)
    door.check("... from the one it names it is taken", door.bound("fenced", source="127.0.0.9") is not None)
    for client in few[1:] + [again]:
        client and client.close()
    door.check("... the good client is unharmed", good.unharmed())


def burst(door, good):
    size, system_id = 1000, "crowd" if door.is_gateway else "shop"

    def everybody():
        clients = [door.client(seconds=20) for _ in range(size)]
        for client in clients:
            client.send(pdu(BIND, 1, bind_body(system_id, PASSWORD)))
        answers = [client.read(20) for client in clients]
        return clients, sum(isinstance(a, tuple) and a[1] == ROK for a in answers)
    clients, first = everybody()
    for client in clients:
        client.close(hard=True)
    begin = time.monotonic()
    clients, back = everybody()
    took = time.monotonic() - begin
    door.check(f"{size} binds lost at once are all back within 10 s ({took:.1f} s)", first == back == size and took < 10, (first, back, took))
    door.check("... the good client is unharmed meanwhile", good.unharmed())
    for client in clients:
        client.close(hard=True)


def pdus(door, good):
    client = door.bound()
    for number in (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF):
        client.send(pdu(ENQUIRE, number))
        got = client.read()
        door.check(f"sequence_number {number:#x} is answered with itself", isinstance(got, tuple) and got[:3] == (ENQUIRE | NACK, ROK, number), got)
    client.send(pdu(SUBMIT, 5, submit_body("491510000003")) * 3)
    got = [client.answer_to(5) for _ in range(3)]
    door.check("three submits with one sequence_number are answered one by one", all(isinstance(g, tuple) for g in got), got)
    for name, body in [("empty", b""), ("without a terminator", b"x" * 40), ("with sm_length beyond its end", submit_body("491510000004")[:-3]),
                       ("with a TLV that runs over", submit_body("491510000004") + struct.pack(">HH", 0x0424, 500) + b"abcdef"),
                       ("with a recipient of 60 digits", submit_body("4" * 60))]:
        if not door.is_gateway and body == submit_body("4" * 60):
            continue  # the simulated centre takes any
        got = client.request(SUBMIT, body)
        door.check(f"a submit_sm {name} is answered by its response with an error", isinstance(got, tuple) and got[0] in (SUBMIT | NACK, NACK) and got[1] != ROK, status_of(got))
    got = client.request(0x0333)
    door.check("an unknown command is answered generic_nack ESME_RINVCMDID", isinstance(got, tuple) and got[:2] == (NACK, INVCMDID), status_of(got))
    client.send(b"".join(pdu(SUBMIT | NACK, n, b"1\0") + pdu(DELIVER | NACK, n, b"\0") + pdu(NACK, n) for n in range(100, 400)))
    door.check("hundreds of responses that nobody asked for change nothing", client.lives())
    client.send(b"".join(pdu(SUBMIT, n, submit_body(door.number().lstrip("+"))) for n in range(1000, 1050)) + pdu(UNBIND, 1050))
    seen = []
    while isinstance(got := client.read(5), tuple):
        seen.append(got)
        if not got[0] & NACK:
            client.send(pdu(got[0] | NACK, got[2], b"\0"))
    submits = [g[2] for g in seen if g[0] == SUBMIT | NACK]
    last = [g[2] for g in seen if g[0] & NACK][-1:]
    door.check("unbind behind 50 submits: all are answered, and then it", sorted(submits) == list(range(1000, 1050)) and last == [1050] and got == "end",
               (len(submits), last, got))
    client.close()
    mutated(door)
    door.check("... the good client is unharmed", good.unharmed())


def mutated(door):
    """Thousands of submits with changed octets: each is answered, or the connection is closed because framing is lost."""
    dice, count, closed, unanswered = random.Random(7), 2000, 0, 0
    client = door.bound()
    for number in range(1, count + 1):
        octets = bytearray(pdu(SUBMIT, number, submit_body("491510000005", receipt=0)))
        for _ in range(dice.randrange(1, 4)):
            octets[dice.randrange(16, len(octets))] = dice.randrange(256)
        client.send(bytes(octets))
        if number % 50 and number != count:
            continue
        waiting = set(range(number - (number % 50 or 50) + 1, number + 1))
        while waiting and isinstance(got := client.read(5), tuple):
            waiting.discard(got[2] if got[0] & NACK else 0)
            if not got[0] & NACK:
                client.send(pdu(got[0] | NACK, got[2], b"\0"))
        unanswered += len(waiting)
        if not client.lives():
            closed += 1
            client.close()
            client = door.bound()
    door.check(f"{count} mutated submits are answered, one each", not unanswered and not closed, (unanswered, closed))
    client.close()


def limits(door, good):
    if not door.is_gateway:
        return
    for system_id, name in [("slow", "above its rate"), ("narrow", "beyond its window")]:
        client = door.bound(system_id)
        client.send(b"".join(pdu(SUBMIT, n, submit_body(door.number().lstrip("+"))) for n in range(1, 201)))
        taken, refused = set(), {}
        while len(taken) + sum(refused.values()) < 200 and isinstance(got := client.read(8), tuple):
            if got[0] == SUBMIT | NACK and got[1] == ROK:
                taken.add(got[3].rstrip(b"\0"))
            elif got[0] & NACK:
                refused[got[1]] = refused.get(got[1], 0) + 1
            else:
                client.take(got)
        door.check(f"200 submits at once {name}: each is answered, taken or told to wait", len(taken) + sum(refused.values()) == 200
                   and set(refused) <= {THROTTLED, MSGQFUL}, (len(taken), refused))
        if system_id == "slow":
            door.check("... most of them told to wait", refused.get(THROTTLED, 0) > 100, refused)
        bodies = client.receipts(len(taken), 15)
        reported = {m for m in taken if any(b"id:" + m + b" " in b for b in bodies)}
        door.check("... every one that was taken is reported", reported == taken, (len(reported), len(taken)))
        client.close()
    door.check("... the good client is unharmed", good.unharmed())


def push(door, deaf, numbers, most, seconds, beside):
    """Submits until so many have been, or the server reads no more; calls beside() now and then."""
    end = time.monotonic() + seconds
    while len(numbers) < most and time.monotonic() < end:
        chunk = [door.number().lstrip("+") for _ in range(100)]
        try:
            deaf.socket.sendall(b"".join(pdu(SUBMIT, 10 + n, submit_body(to)) for n, to in enumerate(chunk, len(numbers))))
        except OSError:
            return  # the server reads no more, or has closed
        numbers += chunk
        if len(numbers) % 20_000 == 0:
            beside()


def stops_reading(door, good):
    """What was accepted is kept for the next bind; what is not read holds up nobody else, and takes bounded memory."""
    if not door.is_gateway:
        return
    before = door.resident_kib()
    deaf = door.client()
    deaf.bind("deaf")
    deaf.socket.settimeout(0.5)
    numbers, slow = [], []

    def beside():
        at = time.monotonic()
        delivered = good.client.delivers(door.number().lstrip("+"))
        slow.append(time.monotonic() - at if delivered else 99)

    push(door, deaf, numbers, 60_000, 8, beside)
    held = door.until(lambda: door.metric("hermod_smpp_accounts_held"), 5)
    early, early_count = door.resident_kib(), len(numbers)
    push(door, deaf, numbers, 300_000, 15, beside)
    for _ in range(10):
        beside()
    late = door.resident_kib()
    door.check(f"a bind that submits ({len(numbers)}) and never reads: the others wait less than half a second ({max(slow) * 1000:.0f} ms)", max(slow) < 0.5, slow)
    door.check("... its account is held after the first of them", held == 1, (held, early_count))
    door.check("... the log says so, once", door.read("serve.log").count('"account held"') == 1)
    door.check(f"... memory grows by less than 40 MiB ({(early - before) / 1024:.1f} MiB)", early - before < 40 * 1024, (before, early))
    door.check(f"... and no more with the rest ({(late - early) / 1024:.1f} MiB)", late - early < 8 * 1024, (early, late))
    sender = door.bound("deaf", command=BIND_TX)
    door.check("... the account's other binds may not submit either, and live", sender and sender.submit(door.number().lstrip("+"))[0] == THROTTLED
               and sender.lives())
    sender and sender.close()
    second = door.bound("deaf")
    door.check("... a bind that answers ends it", second and second.lives() and len(second.receipts(1)) > 0
               and door.until(lambda: not door.metric("hermod_smpp_accounts_held"), 5))
    deaf.close(hard=True)
    second and second.close(hard=True)
    accepted = {m["id"] for m in door.everything(key=door.environment["DEAF_KEY"])}
    again = door.bound("deaf")
    door.check("... when all are gone a new one may submit", again and again.submit(door.number().lstrip("+"), receipt=0)[0] == ROK)
    bodies = (again.settle(quiet=3, seconds=30) if again else []) + (second.delivered if second else [])
    reported = {b[b.index(b"id:") + 3:].split(b" ")[0].decode() for b in bodies if b"id:" in b}
    door.check(f"... all that was accepted ({len(accepted)} of {len(numbers)}) is reported to it", 10_000 < len(accepted) < 60_000 and accepted <= reported,
               (len(accepted), len(accepted - reported), len(bodies)))
    again and again.close()


def main():
    names = ("few", "crowd", "fenced", "slow", "deaf", "narrow")
    with Door(sys.argv[1]) as door:
        door.environment.update({name.upper() + "_KEY": f"{name}-key-0123456789abcdef" for name in names})
        with_tls = shutil.which("openssl") is not None
        if with_tls:
            door.certificates()
        door.open(smpp=SMPP, extra=ACCOUNTS, shop="max_binds = 100", tls=with_tls)
        began, sockets = time.monotonic(), lambda: sum(map(is_socket, os.scandir(f"/proc/{door.server_pid()}/fd")))
        baseline = sockets()
        good = Good(door)
        door.check("the good client binds, sends and gets its receipt", good.unharmed())
        for part in (before_a_bind, lengths, other_protocols, half_open, tls_port, logins, burst, pdus, limits, stops_reading):
            at = time.monotonic()
            part(door, good)
            print(f"-- {part.__name__}: {time.monotonic() - at:.1f} s", flush=True)
        left = door.until(lambda: sockets() <= baseline + 4, 10, 0.05)
        door.check("no connection is left open in the server", left, (baseline, sockets()))
        server = door.gateway if door.is_gateway else door.smsc
        door.check("the server lives", server.poll() is None)
        server.terminate()
        if door.is_gateway:
            seen = []
            while isinstance(got := good.client.read(10), tuple) and got[0] != UNBIND:
                seen.append(got)
            door.check("SIGTERM: the server unbinds its clients", isinstance(got, tuple) and got[0] == UNBIND, (got, seen[-2:]))
            if isinstance(got, tuple):
                good.client.send(pdu(UNBIND | NACK, got[2]))
            door.check("... and closes", good.client.ended(10))
        door.check("... and leaves with 0", server.wait(20) == 0, server.returncode)
        print(f"-- {time.monotonic() - began:.1f} s in all", flush=True)
    return door.finish()


sys.exit(main())
