"""Kannel's boxes between an HTTP application, played here, and a server of ours; what each test of them shares.

The link is a group of Kannel's configuration, given by the test: "smsc = smpp" and what that needs.
"""

import collections
import http.client
import http.server
import subprocess
import sys
import threading
import urllib.parse

from door import free_port

SHORT, LONG, UNICODE = 300, 30, 60
ECHO = "4915199999999"
LONG_TEXT = "A long text in several parts, which the handset joins: " + "0123456789 " * 25
UNICODE_TEXT = "Привет, мир! Ваш код 123456"


class Application(http.server.ThreadingHTTPServer):
    """Counts what Kannel calls: /dlr?n=NUMBER&type=TYPE and /mo."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Calls)
        self.reports, self.messages, self.lock = collections.defaultdict(list), [], threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def delivered(self):
        with self.lock:
            return {n for n, types in self.reports.items() if "1" in types}


class Calls(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        where = urllib.parse.urlsplit(self.path)
        told = dict(urllib.parse.parse_qsl(where.query, keep_blank_values=True))
        with self.server.lock:
            if where.path == "/dlr":
                self.server.reports[told["n"]].append(told["type"])
            else:
                self.server.messages.append(told)
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Kannel:
    def __init__(self, door, application, link, shown_as):
        """shown_as: how the status page names such a link, "SMPP:"."""
        self.shown_as = shown_as
        self.door, self.admin, self.boxes, self.sendsms = door, free_port(), free_port(), free_port()
        self.application = application
        hook = f"http://127.0.0.1:{application.server_port}"
        door.write("kannel.conf", f"""
group = core
admin-port = {self.admin}
admin-password = admin
admin-interface = 127.0.0.1
smsbox-port = {self.boxes}
smsbox-interface = 127.0.0.1
log-file = "{door.path("bearerbox.log")}"
log-level = 0
dlr-storage = internal
sms-resend-freq = 1

group = smsc
smsc-id = door
{link}

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {self.sendsms}
sendsms-interface = 127.0.0.1
log-file = "{door.path("smsbox.log")}"
log-level = 0
global-sender = 88222

group = sendsms-user
username = tester
password = tester
max-messages = 10
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "{hook}/mo?from=%p&to=%P&text=%a&charset=%C"
""")
        self.start("bearerbox")
        if not door.until(lambda: door.connects(self.boxes), 20, 0.05):
            sys.exit("bearerbox does not start:\n" + door.read("bearerbox.out")[-2000:])
        self.start("smsbox")
        if not door.until(lambda: door.connects(self.sendsms), 20, 0.05):
            sys.exit("smsbox does not start:\n" + door.read("smsbox.out")[-2000:])
        self.connection = http.client.HTTPConnection("127.0.0.1", self.sendsms, timeout=20)

    def start(self, box):
        with open(self.door.path(f"{box}.out"), "w") as out:
            self.door.children.append(subprocess.Popen([box, self.door.path("kannel.conf")], stdout=out, stderr=out, cwd=self.door.folder))

    def status(self):
        """The link's line of the status page."""
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.admin, timeout=5)
            connection.request("GET", "/status.txt?password=admin")
            text = connection.getresponse().read().decode()
            connection.close()
        except (OSError, http.client.HTTPException) as error:
            return str(error)
        return " ".join(line.strip() for line in text.splitlines() if self.shown_as in line)

    def send(self, number, to, text, **more):
        """The status of the answer. The report will call /dlr with the number."""
        dlr = f"http://127.0.0.1:{self.application.server_port}/dlr?n={number}&type=%d"
        fields = {"username": "tester", "password": "tester", "to": to, "text": text, "charset": "UTF-8", "dlr-mask": 31, "dlr-url": dlr, **more}
        self.connection.request("GET", "/cgi-bin/sendsms?" + urllib.parse.urlencode(fields))
        answer = self.connection.getresponse()
        answer.read()
        return answer.status


def texts_at_the_centre(door):
    """Recipient -> the message as the handset would show it, parts joined by their header."""
    parts = collections.defaultdict(dict)
    for _, _, to, esm_class, coding, data in door.taken():
        number = 1
        if esm_class & 0x40:
            number, data = data[data[0]], data[1 + data[0]:]
        parts[to][number] = data.decode("utf-16-be" if coding == 8 else "latin-1")
    return {to: "".join(text for _, text in sorted(of.items())) for to, of in parts.items()}


def exchange(door, application, kannel):
    """Messages there, short, long, Unicode, with every report counted; one back."""
    wanted, statuses = {}, []
    for number in range(SHORT + LONG + UNICODE):
        to = f"491700{number:06}"
        if number < SHORT:
            wanted[to] = text = f"Short message number {number}"
            statuses.append(kannel.send(number, "+" + to, text))
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
        door.until(lambda: asked <= application.delivered(), 30, 0.05)
        missing = sorted(asked - application.delivered(), key=int)
        door.check(f"each of {len(asked)} {name} messages is reported as delivered", not missing,
                   (len(missing), [(n, application.reports.get(n)) for n in missing[:5]], kannel.status()))
    strange = {n: types for n, types in application.reports.items() if set(types) - {"1", "8"}}
    door.check("no message was refused, none failed", not strange, strange)
    twice = {n: types for n, types in application.reports.items() if types.count("1") > 1}
    door.check("none is reported delivered twice", not twice and everyone == set(application.reports), (twice, len(application.reports)))
    if door.is_gateway:
        seen = texts_at_the_centre(door)
        wrong = {to: (seen.get(to), text) for to, text in wanted.items() if seen.get(to) != text}
        door.check("the centre has every text as it was written, long ones joined", not wrong, list(wrong.items())[:3])

    kannel.send("echo", "+" + ECHO, "Hello to the handset and back", **{"from": "88222"})
    door.until(lambda: application.messages, 15, 0.05)
    door.check("a message from a handset reaches the sms-service", [m["text"] for m in application.messages] == ["Hello to the handset and back"],
               application.messages)
    if application.messages:
        told = application.messages[0]
        door.check("... with its sender and its recipient", told["from"].lstrip("+") == ECHO and told["to"].lstrip("+") == "88222", told)
    door.check("Kannel's link is still online, without failures", "online" in kannel.status() and "failed 0" in kannel.status(), kannel.status())
    if door.failed:
        print("--- the end of bearerbox.log\n" + "\n".join(l for l in door.read("bearerbox.log").splitlines() if "ERROR" in l or "WARN" in l)[-3000:])
