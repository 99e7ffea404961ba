"""What the tests of the SMPP server share: a gateway whose door applications bind to, a simulated centre behind it, a small client.

Door is a House (gateway.py) whose configuration has [smpp]. AGAINST=simulator leaves the gateway out: then the simulated
centre itself is what the clients bind to, which tells a fault of the test, or of the client, from one of the gateway; checks of what
only the gateway promises are left out then (Door.is_gateway).
"""

import os
import socket
import subprocess
import sys
import time

from gateway import House, free_port  # noqa: F401
from smpp_wire import (ALYBND, BIND, BIND_RX, BIND_TX, BINDFAIL, CANCEL, DATA, DELIVER, ENQUIRE, INVBNDSTS, INVCMDID, INVCMDLEN, INVDSTADR, INVSRCADR,  # noqa: F401
                       INVMSGID, INVMSGLEN, INVPASWD, INVSYSID, INVTLVSTREAM, MSGQFUL, MULTI, NACK, QUERY, REPLACE, ROK, SUBMIT, SYSERR,
                       THROTTLED, UNBIND, Connection, c_string, pdu, tlv)

LOGIN_REFUSED = (BINDFAIL, INVPASWD, INVSYSID)  # 5.0 has the first, peers use all three
PASSWORD = "secret"


class Door(House):
    def __init__(self, build):
        super().__init__(build)
        self.is_gateway = os.environ.get("AGAINST", "gateway") != "simulator"
        self.port, self.tls_port = free_port(), free_port()
        self.towards = None  # the port that our client connects to; None: the centre's

    def open(self, centre=(), smpp="", shop="", extra="", connector="", tls=False, ready=True, authorities=""):
        """Starts the centre with these options and the gateway before it; returns when clients can bind. shop: more keys of the account."""
        if not self.is_gateway:
            self.smpp = self.port
            self.centre("--system-id", "shop", "--password", PASSWORD, *centre)
            return self.smsc
        self.centre("--ledger", self.path("ledger"), *centre)
        self.configure_door(smpp, shop, extra, connector, tls, authorities)
        self.serve(ready)
        if not self.until(lambda: self.connects(self.port), 5):
            sys.exit("the door does not listen")
        return self.gateway

    def configure_door(self, smpp="", shop="", extra="", connector="", tls=False, authorities=""):
        secure = f"""[smpp.tls]
listen = ["127.0.0.1:{self.tls_port}"]
certificate = "{self.path("server.pem")}"
key = "{self.path("server.key")}"
{f'client_authorities = "{authorities}"' if authorities else ""}
""" if tls else ""
        return self.write("hermod.toml", f"""[store]
url = "sqlite:{self.path("hermod.db")}"
reserve_mb = 1
[http]
listen = ["127.0.0.1:{self.http}"]
[smpp]
listen = ["127.0.0.1:{self.port}"]
{smpp}
{secure}
[[account]]
name = "shop"
api_key = "env:SHOP_KEY"
system_id = "shop"
password = "env:PASSWORD"
{shop}
[[account]]
name = "rival"
api_key = "env:RIVAL_KEY"
system_id = "rival"
password = "env:PASSWORD"
[[account]]
name = "boss"
api_key = "env:BOSS_KEY"
admin = true
{extra}
[[connector]]
name = "operator"
type = "smpp"
address = "127.0.0.1:{self.towards or self.smpp}"
system_id = "hermod"
password = "env:PASSWORD"
inbound_account = "shop"
reconnect_min_ms = 50
reconnect_max_ms = 200
{connector}
[[route]]
name = "default"
to = ["operator"]
""")

    def server_pid(self):
        return (self.gateway if self.is_gateway else self.smsc).pid

    def resident_kib(self):
        with open(f"/proc/{self.server_pid()}/status") as f:
            return int(next(line for line in f if line.startswith("VmRSS:")).split()[1])

    def taken(self):
        """What the centre behind the gateway took: (id, source, destination, esm_class, data_coding, user data)."""
        found = []
        for line in self.read("ledger").splitlines():
            fields = line.split("\t")
            found.append((fields[0], fields[2], fields[3], int(fields[4], 16), int(fields[5], 16), bytes.fromhex(fields[7])))
        return found

    def client(self, tls=None, **how):
        return Client(self.port if tls is None else self.tls_port, tls=tls, **how)

    def bound(self, system_id="shop", password=PASSWORD, command=BIND, **how):
        """A client that is bound, or None when the door refused it."""
        client = self.client(**how)
        return client if client.bind(system_id, password, command)[1] == ROK else None

    def certificates(self, names="DNS:localhost,IP:127.0.0.1", name="server"):
        """An authority of our own (ca.pem) and a certificate of it for these names."""
        def openssl(*arguments):
            subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=self.folder)
        if not os.path.exists(self.path("ca.pem")):
            openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj",
                    "/CN=test authority", "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", "/CN=localhost")
        self.write(f"{name}.ext", f"subjectAltName={names}\n")
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile",
                f"{name}.ext", "-out", f"{name}.pem")
        os.chmod(self.path(f"{name}.key"), 0o600)


def bind_body(system_id="shop", password=PASSWORD, version=0x34, system_type=""):
    return c_string(system_id) + c_string(password) + c_string(system_type) + bytes([version, 0, 0]) + b"\0"


def submit_body(to, text=b"Hello", source="Shop", receipt=1, esm_class=0, coding=0, schedule="", validity="", tlvs=b"", service=""):
    ton = b"\1\1" if source.isdigit() else b"\5\0"
    return (c_string(service) + ton + c_string(source) + b"\1\1" + c_string(to) + bytes([esm_class, 0, 0]) + c_string(schedule)
            + c_string(validity) + bytes([receipt, 0, coding, 0, len(text)]) + text + tlvs)


class Client(Connection):
    """One connection of an application; everything is answered or left unanswered by the test's own words."""

    def __init__(self, port, address="127.0.0.1", source=None, tls=None, seconds=10.0):
        connected = socket.create_connection((address, port), timeout=seconds, source_address=(source, 0) if source else None)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().__init__(tls.wrap_socket(connected, server_hostname="localhost") if tls else connected)
        self.delivered = []

    def answer_to(self, sequence, seconds=5.0):
        """The response with that number; what comes before it is answered when it is a request, and kept when it is a delivery."""
        end = time.monotonic() + seconds
        while True:
            got = self.read(max(0.001, end - time.monotonic()))
            if not isinstance(got, tuple) or (got[0] & NACK and got[2] == sequence):
                return got
            self.take(got)

    def take(self, got):
        if got[0] == DELIVER:
            self.delivered.append(got[3])
        if not got[0] & NACK:
            self.send(pdu(got[0] | NACK, got[2], b"\0" if got[0] in (DELIVER, DATA) else b""))

    def request(self, command, body=b"", seconds=5.0, **more):
        return self.answer_to(self.ask(command, body, **more), seconds)

    def bind(self, system_id="shop", password=PASSWORD, command=BIND, seconds=5.0):
        got = self.request(command, bind_body(system_id, password), seconds)
        return got if isinstance(got, tuple) else (0, got, 0, b"")

    def submit(self, to, text=b"Hello", **fields):
        """(status, message id)."""
        got = self.request(SUBMIT, submit_body(to, text, **fields))
        return (got[1], got[3].rstrip(b"\0").decode()) if isinstance(got, tuple) else (got, "")

    def receipts(self, wanted, seconds=10.0):
        """Reads until so many deliver_sm came, answering them; the bodies of all so far."""
        end = time.monotonic() + seconds
        while len(self.delivered) < wanted:
            got = self.read(max(0.001, end - time.monotonic()))
            if not isinstance(got, tuple):
                break
            self.take(got)
        return self.delivered

    def settle(self, quiet, seconds):
        """Answers what is delivered until nothing comes for a while; the bodies of all so far."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and isinstance(got := self.read(quiet), tuple):
            self.take(got)
        return self.delivered

    def lives(self):
        got = self.request(ENQUIRE)
        return isinstance(got, tuple) and got[:2] == (ENQUIRE | NACK, ROK)

    def delivers(self, to):
        """A message is taken, and its receipt comes: this bind is not harmed."""
        before = len(self.delivered)
        status, message_id = self.submit(to)
        bodies = self.receipts(before + 1)[before:] if status == ROK else []
        return any(f"id:{message_id}".encode() in b and b"stat:DELIVRD" in b for b in bodies)

    def ended(self, seconds=5.0):
        """The server closes, whatever it says before."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            got = self.read(max(0.001, end - time.monotonic()))
            if got == "end":
                return True
        return False
