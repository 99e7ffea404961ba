"""Three lives of a gateway: one that relays broadcasts, one that asks everything of its network, one whose connector is switched off."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from door import CANCEL, INVCMDID, NACK, QUERY, REPLACE, ROK, SYSERR, Door, c_string, free_port, pdu, tlv  # noqa: E402
from centre import Centre  # noqa: E402

CANCELFAIL, REPLACEFAIL = 0x11, 0x13
ENROUTE, REJECTED = 1, 8
BROADCAST, QUERY_BROADCAST, CANCEL_BROADCAST, INVSRCADR, BCASTCANCELFAIL = 0x111, 0x112, 0x113, 0x0A, 0x10F
TO = "447700900123"


class AskedCentre(Centre):
    """Does what it is asked but for the ids in `refused`, and says of each message that it was rejected with error 42."""

    def __init__(self, port):
        super().__init__(port)
        self.asked, self.refused_ids, self.silent = [], set(), False

    def take(self, bind, command, status, sequence, body):
        if command in (BROADCAST, QUERY_BROADCAST, CANCEL_BROADCAST):
            return self.broadcast(bind, command, sequence, body)
        if command not in (CANCEL, REPLACE, QUERY):
            return super().take(bind, command, status, sequence, body)
        fields = body.split(b"\0")
        name = fields[1 if command == CANCEL else 0].decode()
        with self.lock:
            self.asked.append((command, name, body))
        if self.silent:
            return
        if name in self.refused_ids:
            return bind.connection.sendall(pdu(command | NACK, sequence, status={CANCEL: CANCELFAIL, REPLACE: REPLACEFAIL}[command]))
        said = c_string(name) + c_string("261125120000000+") + bytes([REJECTED, 42]) if command == QUERY else b""
        bind.connection.sendall(pdu(command | NACK, sequence, said))

    def broadcast(self, bind, command, sequence, body):
        with self.lock:
            self.asked.append((command, "", body))
        if self.silent:
            return
        if command == CANCEL_BROADCAST:
            return bind.connection.sendall(pdu(command | NACK, sequence, status=BCASTCANCELFAIL))
        state = tlv(0x0427, b"\2") + AREA + tlv(0x0608, b"\x64") if command == QUERY_BROADCAST else b""
        bind.connection.sendall(pdu(command | NACK, sequence, c_string("net-1") + state))

    def take_asked(self):
        with self.lock:
            asked, self.asked = self.asked, []
        return asked


AREA = tlv(0x0606, b"\0S1")
TLVS = AREA + tlv(0x0606, b"\0S2") + tlv(0x0601, b"\0\0\0") + tlv(0x0604, b"\0\3") + tlv(0x0605, b"\x09\0\5") + tlv(0x0424, b"Flood")


def broadcast_body(source="Shop", tlvs=TLVS):
    return c_string("CBS") + b"\5\0" + c_string(source) + c_string("") + b"\0" + c_string("") + c_string("") + bytes([0, 0, 0]) + tlvs


def cancel_body(message_id):
    return c_string("") + c_string(message_id) + b"\0\0\0" + b"\0\0\0"


def replace_body(message_id, text):
    return c_string(message_id) + b"\0\0\0" + b"\0\0" + bytes([1, 0, len(text)]) + text


def query_body(message_id):
    return c_string(message_id) + b"\0\0\0"


def sent(door, client, centre, text=b"Hello"):
    """A message that the network has: our id, and the network's for its parts."""
    before = centre.sent
    status, message_id = client.submit(TO, text)
    door.check("a message is taken", status == ROK, status)
    door.reaches(message_id, "submitted")
    return message_id, [f"{n:08X}" for n in range(before + 1, centre.sent + 1)]


def asking(door, centre):
    client = door.bound()
    mine, theirs = sent(door, client, centre)
    got = client.request(CANCEL, cancel_body(mine))
    asked = centre.take_asked()
    door.check("cancel_sm: ESME_ROK when the network has done it", got[1] == ROK, got)
    door.check("... which was asked by its own id, with the submit's addresses",
               [(c, n) for c, n, _ in asked] == [(CANCEL, theirs[0])] and b"Shop\0" in asked[0][2] and TO.encode() in asked[0][2], asked)
    seen = door.ask("GET", f"/v1/messages/{mine}").json()
    door.check("... and the state waits for its receipt", seen.get("state") == "submitted", seen.get("state"))

    mine, theirs = sent(door, client, centre)
    centre.refused_ids = set(theirs)
    got = client.request(CANCEL, cancel_body(mine))
    door.check("cancel_sm that the network refuses: ESME_RCANCELFAIL", got[1] == CANCELFAIL and centre.take_asked(), got)
    got = client.request(REPLACE, replace_body(mine, b"Other"))
    door.check("replace_sm that the network refuses: ESME_RREPLACEFAIL", got[1] == REPLACEFAIL and centre.take_asked(), got)
    centre.refused_ids = set()
    got = client.request(REPLACE, replace_body(mine, b"Other"))
    asked = centre.take_asked()
    door.check("replace_sm: ESME_ROK when the network has done it", got[1] == ROK, got)
    door.check("... which was told the new text", len(asked) == 1 and asked[0][:2] == (REPLACE, theirs[0]) and asked[0][2].endswith(b"\x05Other"), asked)
    got = client.request(QUERY, query_body(mine))
    asked = centre.take_asked()
    door.check("query_sm: the network's state and error", got[1] == ROK and got[3][-2:] == bytes([REJECTED, 42]), got)
    door.check("... by its own id", [(c, n) for c, n, _ in asked] == [(QUERY, theirs[0])], asked)

    mine, theirs = sent(door, client, centre, b"x" * 200)
    centre.refused_ids = {theirs[1]}
    got = client.request(CANCEL, cancel_body(mine))
    asked = centre.take_asked()
    door.check("of two parts one is refused: ESME_RCANCELFAIL", got[1] == CANCELFAIL and [n for _, n, _ in asked] == theirs, (got, asked))
    centre.refused_ids = set()
    rival = door.bound("rival")
    got = rival.request(CANCEL, cancel_body(mine))
    door.check("another account's message is none", got[1] == CANCELFAIL and not centre.take_asked(), got)
    answer = door.ask("DELETE", f"/v1/messages/{mine}")
    door.check("DELETE: 202 when the network has done it", answer.status == 202 and answer.json().get("state") == "submitted", answer)
    door.check("... of each part", [n for _, n, _ in centre.take_asked()] == theirs)

    centre.silent = True
    got = client.request(QUERY, query_body(mine), seconds=10)
    door.check("query_sm without the network's answer: the store's state", got[1] == ROK and got[3][-2:] == bytes([ENROUTE, 0]), got)
    sequence = client.ask(CANCEL, cancel_body(mine))
    door.until(lambda: [c for c, _, _ in centre.asked] == [QUERY, CANCEL])
    door.check("the gateway ends while it asks, and with 0", door.end(door.gateway) == 0)
    got = client.answer_to(sequence)
    door.check("... and who waits is answered or unbound", got == "end" or got[1] == CANCELFAIL, got)


def broadcasting(door, centre):
    client = door.bound()
    got = client.request(BROADCAST, broadcast_body())
    asked = centre.take_asked()
    door.check("broadcast_sm: the network's id, as it came", got[:2] == (BROADCAST | NACK, ROK) and got[3] == c_string("net-1"), got)
    door.check("... which had it octet by octet", [(c, b) for c, _, b in asked] == [(BROADCAST, broadcast_body())], asked)
    got = client.request(QUERY_BROADCAST, c_string("net-1") + b"\5\0" + c_string("Shop"))
    door.check("query_broadcast_sm: the network's words",
               got[1] == ROK and got[3] == c_string("net-1") + tlv(0x0427, b"\2") + AREA + tlv(0x0608, b"\x64"), got)
    got = client.request(CANCEL_BROADCAST, c_string("CBS") + c_string("net-1") + b"\5\0" + c_string("Shop"))
    door.check("cancel_broadcast_sm: the network's no", got[:2] == (CANCEL_BROADCAST | NACK, BCASTCANCELFAIL) and got[3] == b"", got)
    centre.take_asked()
    got = client.request(BROADCAST, broadcast_body("Rival"))
    door.check("another's sender: ESME_RINVSRCADR, and the network hears nothing", got[1] == INVSRCADR and not centre.take_asked(), got)
    got = door.bound("rival").request(BROADCAST, broadcast_body())
    door.check("an account that may not: ESME_RINVCMDID", got[1] == INVCMDID and not centre.take_asked(), got)
    centre.silent = True
    got = client.request(BROADCAST, broadcast_body(), seconds=10)
    door.check("no answer in time: ESME_RSYSERR", got[1] == SYSERR, got)
    door.check("the gateway counts what it relayed", door.metric('hermod_network_broadcasts_total{answer="answered"}') == 3)
    door.check("... and stores nothing", door.everything() == [])
    door.check("the gateway ends with 0", door.end(door.gateway) == 0)


def switched_off(door, centre):
    client = door.bound()
    mine, _ = sent(door, client, centre)
    got = client.request(CANCEL, cancel_body(mine))
    door.check("switched off: ESME_RCANCELFAIL", got[1] == CANCELFAIL, got)
    got = client.request(QUERY, query_body(mine))
    door.check("... the store's state", got[1] == ROK and got[3][-2:] == bytes([ENROUTE, 0]), got)
    door.check("... and the network hears nothing", not centre.take_asked())
    answer = door.ask("DELETE", f"/v1/messages/{mine}")
    door.check("... DELETE is too late", answer.status == 409, answer)
    door.check("the gateway ends with 0", door.end(door.gateway) == 0)


def main():
    with Door(sys.argv[1]) as door:
        for shop, connector, part in (
            ('broadcast = "operator"\nallowed_senders = ["Shop"]', "interface_version = 0x50", broadcasting),
            ("", 'questions = ["query", "cancel", "replace"]', asking),
            ("", "questions = []", switched_off),
        ):
            centre = AskedCentre(door.smpp)
            config = door.configure_door(shop=shop, connector=f"{connector}\nresponse_seconds = 2")
            checked = door.run("check", "--config", config)
            door.check("the configuration is right, without a warning", checked.returncode == 0 and "warning" not in checked.stdout + checked.stderr,
                       checked.stdout + checked.stderr)
            door.serve()
            door.until(lambda: door.connects(door.port), 5)
            part(door, centre)
            centre.stop()
            door.smpp = free_port()
    return door.finish()


sys.exit(main())
