"""Lives of a gateway before a UCP and a CIMD2 centre that keep messages for a while: asked, switched off, polled, spoken to as of old."""

import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from door import CANCEL, QUERY, REPLACE, ROK, Door, c_string, free_port  # noqa: E402
import relay  # noqa: E402

CANCELFAIL, REPLACEFAIL = 0x11, 0x13
ENROUTE = 1
TO = "447700900123"
HELD = "20000"  # ms for which the centre keeps a message before its receipt


def dissected(house, field, operations):
    """What passed in this life, read by another program."""
    if not shutil.which("tshark") or not shutil.which("text2pcap"):
        return print("tshark is not installed: what passed is not dissected", flush=True)
    records, pcap, port = list(house.wire.records), house.path("passed.pcap"), {"ucp": 3024, "cimd2": 9971}[house.speaks]
    with open(house.path("passed.txt"), "w") as dump:
        for from_client, octets in records:
            dump.write(("O" if from_client else "I") + "\n")
            for at in range(0, len(octets), 16):
                dump.write(f"{at:06x} " + " ".join(f"{o:02x}" for o in octets[at:at + 16]) + "\n")
            dump.write("\n")
    subprocess.run(["text2pcap", "-q", "-D", "-T", f"40000,{port}", house.path("passed.txt"), pcap], check=True, capture_output=True)
    as_ucp = ["-d", "tcp.port==3024,ucp"] if house.speaks == "ucp" else []

    def tshark(*arguments):
        return subprocess.run(["tshark", "-n", "-r", pcap, *as_ucp, *arguments], check=True, capture_output=True, text=True).stdout.split()
    seen = tshark("-T", "fields", "-e", field)
    complaints = tshark("-Y", "_ws.malformed || _ws.expert.severity >= 0x600000", "-T", "fields", "-e", "frame.number")
    house.check(f"{house.speaks}: tshark reads all {len(records)} frames, those that count among them, and finds nothing wrong",
                len(seen) == len(records) and operations <= {int(o) for o in seen} and not complaints, (len(seen), seen, complaints))


def cancel_body(message_id):
    return c_string("") + c_string(message_id) + b"\0\0\0" + b"\0\0\0"


def replace_body(message_id, text):
    return c_string(message_id) + b"\0\0\0" + b"\0\0" + bytes([1, 0, len(text)]) + text


def query_body(message_id):
    return c_string(message_id) + b"\0\0\0"


class Words(Door):
    """A door for the application, and a network that speaks `speaks` behind a relay that records."""

    lives = 0

    def begin(self, speaks, connector, centre=(), receipt_delay=HELD):
        self.speaks, self.smpp = speaks, free_port()
        self.lives += 1
        self.centre("--ledger", self.path(f"ledger{self.lives}"), "--receipt-delay", receipt_delay, *centre)
        self.wire = relay.Relay(self.smpp, relay.ucp_frame)  # CIMD2's packets, too, end with ETX
        file = self.configure_door()
        keys = f"""name = "operator"
type = "{speaks}"
address = "127.0.0.1:{self.wire.port}"
user = "hermod"
password = "env:PASSWORD"
inbound_account = "shop"
reconnect_min_ms = 50
reconnect_max_ms = 200
response_seconds = 2
{connector}
"""
        text = re.sub(r"(?<=\[\[connector\]\]\n).*?(?=\[\[route\]\])", lambda _: keys, self.read("hermod.toml"), flags=re.S)
        self.write("hermod.toml", text.replace("hermod.db", f"life{self.lives}.db"))
        checked = self.run("check", "--config", file)
        self.check(f"{speaks}: the configuration is right, without a warning",
                   checked.returncode == 0 and "warning" not in checked.stdout + checked.stderr, checked.stdout + checked.stderr)
        self.serve()
        self.until(lambda: self.connects(self.port), 5)

    def name_of_last(self):
        """Of the message that the centre took last: its own id for it."""
        return self.read(f"ledger{self.lives}").splitlines()[-1].split("\t")[0]

    def finish_life(self):
        self.check("... the gateway ends with 0", self.end(self.gateway) == 0)
        self.wire.close()

    def frames(self, operation, from_client=True):
        """The frames of that operation that passed: UCP's by OT, CIMD2's by code."""
        with self.wire.lock:
            seen = [octets for side, octets in self.wire.records if side == from_client]
        if self.speaks == "ucp":
            return [f for f in seen if f.split(b"/")[2:4] == [b"O", operation]]
        return [f for f in seen if f[1:3] == operation]

    def sent(self, client, text=b"Hello"):
        status, message_id = client.submit(TO, text)
        self.check("a message is taken", status == ROK, status)
        self.reaches(message_id, "submitted")
        return message_id

    def asked(self, question, answer):
        lines = self.ask("GET", "/metrics", key=None).body.decode().splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.startswith("hermod_network_questions_total{")
                   and f'"{question}"' in line and f'"{answer}"' in line)


def asked_over_ucp(house):
    house.begin("ucp", 'questions = ["query", "cancel", "replace"]')
    client = house.bound()
    mine = house.sent(client)
    adc, scts = (part.encode() for part in house.name_of_last().split(":"))

    got = client.request(QUERY, query_body(mine))
    house.check("ucp: query_sm is answered", got[1] == ROK and got[3][-2] == ENROUTE, got)
    seen = house.frames(b"55")
    house.check("... by a 55 with recipient and second", len(seen) == 1 and seen[0].split(b"/")[4] == adc and scts in seen[0].split(b"/"), seen)
    told = house.frames(b"57", from_client=False)
    house.check("... and the 57 that follows it", len(told) == 1 and scts in told[0].split(b"/"), told)
    house.check("... whose reason is the application's to read", got[3][-1] == 107, got)
    house.check("... which the gateway counts", house.asked("query", "done") == 1)

    got = client.request(REPLACE, replace_body(mine, b"Other"))
    seen = house.frames(b"54")
    house.check("ucp: replace_sm is a 54 with the new text", got[1] == ROK and len(seen) == 1 and b"4F74686572" in seen[0].split(b"/"), (got, seen))

    answer = house.ask("DELETE", f"/v1/messages/{mine}")
    house.check("ucp: DELETE is a 56", answer.status == 202 and len(house.frames(b"56")) == 1, (answer, house.frames(b"56")))
    house.check("... answered by a 58", len(house.frames(b"58", from_client=False)) == 1)
    house.check("... and the state waits for its receipt", answer.json().get("state") == "submitted", answer)

    got = client.request(CANCEL, cancel_body(house.sent(client, b"Second")))
    house.check("ucp: cancel_sm is a 56", got[1] == ROK and len(house.frames(b"56")) == 2, got)
    dissected(house, "ucp.hdr.OT", {54, 55, 56, 57, 58})
    house.finish_life()


def gone_over_ucp(house):
    house.begin("ucp", 'questions = ["query", "cancel"]', ("--no-receipts",))
    client = house.bound()
    mine = house.sent(client)
    got = client.request(CANCEL, cancel_body(mine))
    house.check("ucp: what the centre has not any more cannot be cancelled: ESME_RCANCELFAIL", got[1] == CANCELFAIL, got)
    house.check("... it said so", house.asked("cancel", "refused") == 1)
    got = client.request(QUERY, query_body(mine))
    house.check("... and a query gives the store's state", got[1] == ROK and got[3][-2:] == bytes([ENROUTE, 0]), got)
    got = client.request(REPLACE, replace_body(mine, b"Other"))
    house.check("ucp: what questions does not name is not asked", got[1] == REPLACEFAIL and not house.frames(b"54"), got)
    house.finish_life()


def deleted_ends(house):
    """A deleted message ends by the receipt that the centre sends when it would have been delivered."""
    house.begin("ucp", 'dialect = ["answers_in_result"]', ("--answers-in-result",), receipt_delay="1500")
    client = house.bound()
    mine = house.sent(client)
    answer = house.ask("DELETE", f"/v1/messages/{mine}")
    house.check("ucp: a centre that says all in the result", answer.status == 202 and not house.frames(b"58", from_client=False), answer)
    house.check("... and the message ends as the centre says", house.reaches(mine, "undelivered").get("state") == "undelivered", house.get(mine))
    house.finish_life()


def asked_over_cimd2(house):
    house.begin("cimd2", 'questions = ["query", "cancel"]', receipt_delay="4000")
    client = house.bound()
    mine = house.sent(client)
    timestamp = house.name_of_last().split(":")[0].encode()
    got = client.request(QUERY, query_body(mine))
    seen = house.frames(b"04")
    house.check("cimd2: query_sm is a 04 with recipient and timestamp",
                got[1] == ROK and got[3][-2] == ENROUTE and len(seen) == 1 and b"060:" + timestamp in seen[0].split(b"\t"), (got, seen))
    house.check("... which the centre answers", house.asked("query", "done") == 1)
    answer = house.ask("DELETE", f"/v1/messages/{mine}")
    seen = house.frames(b"06")
    house.check("cimd2: DELETE is a 06 for that one message",
                answer.status == 202 and len(seen) == 1 and b"060:" + timestamp in seen[0].split(b"\t") and b"059:2" in seen[0].split(b"\t"), (answer, seen))
    house.check("... and the message ends as cancelled when the centre says so", house.reaches(mine, "cancelled").get("state") == "cancelled", house.get(mine))
    second = house.sent(client, b"Second")
    got = client.request(REPLACE, replace_body(second, b"Other"))
    house.check("cimd2: there is nothing that replaces a message: ESME_RREPLACEFAIL", got[1] == REPLACEFAIL, got)
    dissected(house, "cimd.opcode", {4, 6, 54, 56})
    house.finish_life()


def switched_off(house):
    house.begin("cimd2", "questions = []")
    client = house.bound()
    mine = house.sent(client)
    got = client.request(CANCEL, cancel_body(mine))
    house.check("cimd2, switched off: ESME_RCANCELFAIL", got[1] == CANCELFAIL, got)
    answer = house.ask("DELETE", f"/v1/messages/{mine}")
    house.check("... DELETE is too late", answer.status == 409, answer)
    house.check("... and the network hears nothing", not house.frames(b"04") and not house.frames(b"06"))
    house.finish_life()


def fetched(house):
    house.begin("cimd2", "poll_seconds = 1", ("--on-request", "--inbound-rate", "5", "--inbound-from", TO))
    client = house.bound()
    bodies = client.receipts(1, 15)
    house.check("cimd2: messages that the centre holds are fetched", len(bodies) >= 1 and TO.encode() in bodies[0], bodies)
    house.check("... with 05", len(house.frames(b"05")) >= 1)
    house.finish_life()


def older_operations(house):
    """A centre that takes no 51 is simulated by one that takes everything: what counts is what leaves."""
    house.begin("ucp", 'submit_as = "30"', receipt_delay="0")
    mine = house.send(text="Hello {1}", **{"from": "88222"})
    house.check("ucp, submit_as 30: delivered", mine and house.reaches(mine, "delivered").get("state") == "delivered", mine and house.get(mine))
    house.check("... by a 30, and no 51", len(house.frames(b"30")) == 1 and not house.frames(b"51"), house.frames(b"30"))
    for what, fields in (("a name as sender", {}), ("Unicode", {"from": "88222", "text": "Привет"}), ("a long text", {"from": "88222", "text": "x" * 200})):
        mine = house.send(**fields)
        seen = mine and house.reaches(mine, "rejected")
        house.check(f"... {what} is refused with the reason", seen and seen.get("state") == "rejected" and "submit_as" in str(seen), seen)
    dissected(house, "ucp.hdr.OT", {30, 53})
    house.finish_life()


def main():
    with Words(sys.argv[1]) as house:
        for part in (asked_over_ucp, gone_over_ucp, deleted_ends, asked_over_cimd2, switched_off, fetched, older_operations):
            part(house)
    return house.finish()


sys.exit(main())
