"""The two applications that hear of the messages from handsets: one by an SMPP session, one by a webhook. Both keep what they were told."""

import http.server
import json
import threading

from delivered import read_delivered
from door import DELIVER, NACK, UNBIND, ENQUIRE, pdu


class SessionApplication(threading.Thread):
    """Binds again whenever its session is lost. told: (from, text) in the order of arrival."""

    def __init__(self, door):
        super().__init__(daemon=True)
        self.door, self.told, self.binds, self.stopping = door, [], 0, False

    def run(self):
        while not self.stopping:
            try:
                client = self.door.bound()
                if client:
                    self.binds += 1
                    self.listen(client)
            except OSError:
                pass

    def listen(self, client):
        while not self.stopping:
            got = client.read(0.05)
            if got == "end":
                return
            if got is None:
                continue
            command, _, sequence, body = got
            if command == DELIVER:
                what = read_delivered(body)
                assert not what.esm_class & 0x40, "a whole without elements has no header"
                self.told.append((what.source, what.octets.decode("utf-16-be" if what.coding == 8 else "ascii")))
                client.send(pdu(DELIVER | NACK, sequence, b"\0"))
            elif command in (ENQUIRE, UNBIND):
                client.send(pdu(command | NACK, sequence))


class WebhookApplication:
    """told: (from, text); ids: of the webhook, to tell a repetition."""

    def __init__(self, port):
        self.told, self.ids = [], []
        application = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                application.ids.append(self.headers["webhook-id"])
                application.told.append((event["data"]["from"].lstrip("+"), event["data"].get("text")))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.handle_error = lambda *_: None  # a gateway that was killed: its connections end
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
