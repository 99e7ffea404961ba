"""What the tests of the CIMD2 server share: a gateway whose door applications log in to, a simulated SMPP centre behind it, a client.

Packets are (operation, number, [(parameter, value)]) with octets for values, as cut() reads them and packet() writes them.
"""

import socket
import sys
import time

from gateway import House, free_port

PASSWORD = "secret"


def packet(operation, number, fields=(), checksum=True):
    """fields: pairs of a parameter's number and its value, text or octets."""
    out = b"\2%02d:%03d\t" % (operation, number)
    for parameter, value in fields:
        out += b"%03d:" % parameter + (value if isinstance(value, bytes) else str(value).encode("latin-1")) + b"\t"
    return out + (b"%02X" % (sum(out) % 256) if checksum else b"") + b"\3"


def cut(octets):
    """(whole packets, the rest)."""
    found = []
    while True:
        end = octets.find(b"\3")
        if end < 0:
            return found, octets
        whole, octets = octets[:end + 1], octets[end + 1:]
        whole = whole[whole.find(b"\2"):]
        fields = [tuple(one.split(b":", 1)) for one in whole[1:-1].split(b"\t")[1:-1]]
        found.append((int(whole[1:3]), int(whole[4:7]), [(int(name), value) for name, value in fields]))


class Client:
    """One login of an application; deliveries are answered as they come, unless `answers` says no, and kept."""

    def __init__(self, port, seconds=10.0, tls=None):
        connection = socket.create_connection(("127.0.0.1", port), timeout=seconds)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = tls.wrap_socket(connection, server_hostname="localhost") if tls else connection
        self.left, self.came, self.number, self.delivered, self.answers = b"", [], 255, [], True

    def close(self):
        self.socket.close()

    def send(self, octets):
        self.socket.sendall(octets)

    def read(self, seconds):
        """The next packet; "end" when the connection has ended, None when nothing came."""
        end = time.monotonic() + seconds
        while not self.came:
            self.socket.settimeout(max(0.001, end - time.monotonic()))
            try:
                more = self.socket.recv(65536)
            except (socket.timeout, TimeoutError):
                return None
            except OSError:
                return "end"
            if not more:
                return "end"
            self.came, self.left = cut(self.left + more)
        return self.came.pop(0)

    def take(self, got):
        operation, number, fields = got
        if operation in (20, 23):
            self.delivered.append((operation, dict(fields)))
        if operation < 50 and self.answers:
            self.send(packet(operation + 50, number))

    def ask(self, operation, *fields, checksum=True):
        self.number = (self.number + 2) % 256
        self.send(packet(operation, self.number, fields, checksum))
        return self.number

    def answer_to(self, number, seconds=10.0):
        """The parameters of the response with that number, with 0 for its operation; what comes before it is taken."""
        end = time.monotonic() + seconds
        while True:
            got = self.read(max(0.001, end - time.monotonic()))
            if not isinstance(got, tuple):
                return {0: got}
            if got[0] >= 50 and got[1] == number:
                return {0: got[0], **dict(got[2])}
            self.take(got)

    def request(self, operation, *fields, seconds=10.0):
        return self.answer_to(self.ask(operation, *fields), seconds)

    def log_in(self, user="shop", password=PASSWORD, window=10):
        """0, the error code, or what came instead of an answer."""
        got = self.request(1, (10, user), (11, password), *([(19, window)] if window else []))
        return int(got.get(900, 0)) if got[0] == 51 else got[0]

    def submit(self, to, *fields, text="Hello", report=62):
        """(error code, timestamp)."""
        data = [] if any(n in (33, 34) for n, _ in fields) else [(33, text)]
        got = self.request(3, (21, to), (56, report), *data, *fields)
        return int(got.get(900, 0)) if got[0] == 53 else got[0], got.get(60, b"").decode()

    def wait_for(self, wanted, seconds=10.0):
        """Reads until wanted(delivered) is true, answering; what was delivered so far."""
        end = time.monotonic() + seconds
        while not wanted(self.delivered) and time.monotonic() < end:
            got = self.read(max(0.001, end - time.monotonic()))
            if got == "end":
                break
            if got:
                self.take(got)
        return self.delivered

    def reports(self):
        """(recipient, timestamp) -> the status codes that came."""
        found = {}
        for operation, fields in self.delivered:
            if operation == 23:
                found.setdefault((fields[21].decode(), fields[60].decode()), []).append(int(fields[61]))
        return found

    def ended(self, seconds=5.0):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            got = self.read(max(0.001, end - time.monotonic()))
            if got == "end":
                return True
        return False


class Cimd2Door(House):
    def __init__(self, build):
        super().__init__(build)
        self.port, self.tls_port = free_port(), free_port()
        self.towards = None  # the port that our client connects to; None: the centre's

    def open(self, centre=(), ready=True, **keys):
        self.centre("--ledger", self.path("ledger"), *centre)
        self.configure_door(**keys)
        self.serve(ready)
        if not self.until(lambda: self.connects(self.port), 5):
            sys.exit("the door does not listen")

    def configure_door(self, cimd2="", shop="", rival="", extra="", connector=""):
        """More keys of each section."""
        return self.write("hermod.toml", f"""[store]
url = "sqlite:{self.path("hermod.db")}"
reserve_mb = 1
[http]
listen = ["127.0.0.1:{self.http}"]
[cimd2]
listen = ["127.0.0.1:{self.port}"]
{cimd2}
[[account]]
name = "shop"
api_key = "env:SHOP_KEY"
cimd2_user = "shop"
password = "env:PASSWORD"
{shop}
[[account]]
name = "rival"
api_key = "env:RIVAL_KEY"
cimd2_user = "rival"
password = "env:PASSWORD"
{rival}
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

    def taken(self):
        """What the centre behind the gateway took: (id, source, destination, esm_class, data_coding, user data)."""
        found = []
        for line in self.read("ledger").splitlines():
            fields = line.split("\t")
            found.append((fields[0], fields[2], fields[3], int(fields[4], 16), int(fields[5], 16), bytes.fromhex(fields[7])))
        return found

    def texts(self):
        """Recipient -> the message as the handset would show it, parts joined by their header."""
        parts = {}
        for _, _, to, esm_class, coding, data in self.taken():
            number = 1
            if esm_class & 0x40:
                number, data = data[data[0]], data[1 + data[0]:]
            parts.setdefault(to.lstrip("+"), {})[number] = data.decode("utf-16-be" if coding == 8 else "latin-1")
        return {to: "".join(text for _, text in sorted(of.items())) for to, of in parts.items()}

    def client(self, user="shop", window=10, **how):
        """Logged in; ends the test when it is refused."""
        client = Client(self.port, **how)
        code = client.log_in(user, window=window)
        if code != 0:
            sys.exit(f"the login of {user} is refused: {code}")
        return client
