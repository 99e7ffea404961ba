"""Kannel's boxes as an application: bearerbox connects to a door of ours, smsbox takes messages over HTTP; the application behind it is played here."""

import collections
import http.client
import http.server
import subprocess
import sys
import threading
import urllib.parse

from gateway import free_port


class Application(http.server.ThreadingHTTPServer):
    """Counts what Kannel calls: /dlr?n=NUMBER&type=TYPE and /mo."""
    daemon_threads = True
    request_queue_size = 1024  # smsbox calls for hundreds of reports at once; what finds no room waits for seconds

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
    """smsc: the lines of its group that say how it connects to the door. protocol: what the status page calls the link."""

    def __init__(self, door, application, smsc, protocol):
        self.door, self.admin, self.boxes, self.sendsms = door, free_port(), free_port(), free_port()
        self.application, self.protocol = application, protocol
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
{smsc}

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
        return " ".join(line.strip() for line in text.splitlines() if self.protocol in line)

    def send(self, number, to, text, **more):
        """The status of the answer. The report will call /dlr with the number."""
        dlr = f"http://127.0.0.1:{self.application.server_port}/dlr?n={number}&type=%d"
        fields = {"username": "tester", "password": "tester", "to": to, "text": text, "charset": "UTF-8", "dlr-mask": 31, "dlr-url": dlr, **more}
        self.connection.request("GET", "/cgi-bin/sendsms?" + urllib.parse.urlencode(fields))
        answer = self.connection.getresponse()
        answer.read()
        return answer.status
