"""Rewriting, seen from both sides: the ledger of the centre says what arrived there, the API, webhooks and receipts what the application sees."""

import http.server
import json
import os
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from delivered import read_delivered  # noqa: E402
from door import CANCEL, INVDSTADR, INVSRCADR, QUERY, REPLACE, ROK, SUBMIT, Door, c_string  # noqa: E402

POOL = [f"+4176000000{n}" for n in range(5)]

RULES = f"""
[callbacks]
allow_private = ["127.0.0.0/8"]
[[number_rule]]
from = "+41760"
to = "+41790"

[[sender_policy]]
name = "germans"
account = "shop"
country = "DE"
allowed = ["Shop", "+49*"]

[[sender_policy]]
name = "french"
account = "shop"
country = "FR"
allowed = ["Boutique"]
otherwise = "replace"
replace_with = "Boutique"

[[rewrite]]
name = "fixed"
country = "CH"
tags = "fixed"
sender = "Fixed"

[[rewrite]]
name = "no-names"
country = "US"
sender_is = "name"
sender = "+12025550123"

[[rewrite]]
name = "pool"
country = "IT"
sender = {json.dumps(POOL)}

[[rewrite]]
name = "words"
country = "GB"
route = "default"
text_prefix = "Ad: "
text_suffix = " STOP 88222"
replace = [{{match = "(?i)colou?r", with = "hue"}}, {{match = "(\\\\d+) GBP", with = "GBP $1"}}]

[[rewrite]]
name = "plain"
country = "RU"
transliterate = true
"""

SHOP = """country = "CH"
tags = ["retail"]
callback_url = "http://127.0.0.1:{app}/told"
callback_secret = "env:CALLBACK_SECRET"
inbound = "session"
"""


class Listener:
    """told: the data of each event, as the application gets it by HTTP."""

    def __init__(self, port):
        self.told = []
        listener = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                listener.told += [event["data"]] if isinstance(event["data"], dict) else [one["data"] for one in event["data"]]
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def of(self, message_id):
        return next((one for one in self.told if one["id"] == message_id), None)


def arrived(door, count):
    """The last `count` messages that the centre took, as (source, destination, text)."""
    return [(source, to, data.decode("latin-1")) for _, source, to, _, _, data in door.taken()[-count:]]


def over_http(door, listener):
    """(what, fields, what the centre gets as source, destination and text)"""
    cases = [
        ("a national number goes out international", dict(to="079 123 45 67"), ("Shop", "41791234567", "Hello")),
        ("so does one behind 00", dict(to="0041791234568"), ("Shop", "41791234568", "Hello")),
        ("a number rule changes the beginning", dict(to="0760123456"), ("Shop", "41790123456", "Hello")),
        ("a sender is fixed by tag and country", dict(to="+41791234569", tags=["fixed"]), ("Fixed", "41791234569", "Hello")),
        ("a name becomes a number", dict(to="+12125550100"), ("12025550123", "12125550100", "Hello")),
        ("a number stays one", dict(to="+12125550101", **{"from": "+13125550199"}), ("13125550199", "12125550101", "Hello")),
        ("a policy puts an allowed sender in the place", dict(to="+33612345678"), ("Boutique", "33612345678", "Hello")),
        ("a policy lets pass what it allows", dict(to="+4915112345678"), ("Shop", "4915112345678", "Hello")),
        ("a text is replaced and framed", dict(to="+447700900123", text="Colour for 12 GBP"),
         ("Shop", "447700900123", "Ad: hue for GBP 12 STOP 88222")),
        ("a text is transliterated", dict(to="+79161234567", text="Привет"), ("Shop", "79161234567", "Privet")),
    ]
    for what, fields, wanted in cases:
        before = len(door.taken())
        ahead = door.ask("POST", "/v1/estimate", door.message(**fields)).json()
        message_id = door.send(**fields)
        if not message_id:
            continue
        view = door.reaches(message_id, "delivered")
        door.until(lambda: len(door.taken()) > before)
        door.check(f"{what}: at the centre", arrived(door, 1) == [wanted], arrived(door, 1))
        foreseen = {name: ahead.get(name) for name in ("from", "to", "text", "encoding", "parts")}
        door.check(f"{what}: the estimate said so before", foreseen == {name: view.get(name) for name in foreseen}, ahead)
        given = {"from": "Shop", **fields}
        changed = {name: given[name] for name in ("from", "to") if view.get(name) != given[name]}
        originals = {name: view["original_" + name] for name in ("from", "to") if "original_" + name in view}
        door.check(f"{what}: the API shows what was before", view["state"] == "delivered" and originals == changed, view)
        door.check(f"{what}: and its tags", view.get("tags") == ["retail"] + fields.get("tags", []), view)
        told = door.until(lambda: listener.of(message_id)) or {}
        door.check(f"{what}: the application is told of its own numbers",
                   (told.get("from"), told.get("to"), told.get("state")) == (given["from"], given["to"], "delivered"), told)
        for name in ("to", "from"):
            for value in {given[name], view[name]}:
                found = door.everything(f"&{name}={value.replace('+', '%2B').replace(' ', '%20')}")
                door.check(f"{what}: it is found by {name}={value}", message_id in [m["id"] for m in found], len(found))
    tagged = door.everything("&tag=fixed")
    door.check("tags find messages", len(tagged) == 1 and tagged[0]["from"] == "Fixed", tagged)


def pool(door):
    senders = {}
    for n in range(12):
        number = f"+3934712345{n:02}"
        for _ in range(2):
            door.reaches(door.send(to=number), "delivered")
    door.until(lambda: len([1 for t in arrived(door, 24) if t[1].startswith("39")]) == 24)
    for source, to, _ in arrived(door, 24):
        senders.setdefault(to, set()).add(source)
    door.check("each recipient keeps its sender", all(len(s) == 1 for s in senders.values()) and len(senders) == 12, senders)
    used = set().union(*senders.values())
    door.check("and the pool is used", len(used) >= 3 and {"+" + one for one in used} <= set(POOL), used)


def refusals(door):
    before = len(door.taken())
    cases = [
        ("a sender that no policy allows", dict(to="+4915112345678", **{"from": "Other"}), "sender_not_allowed"),
        ("a national number that fits nothing", dict(to="07912345"), "invalid_number"),
        ("a bare foreign number", dict(to="447700900123"), "invalid_number"),
        ("a text that rules make too long for its alphabet's parts", dict(to="+447700900123", text="x" * 39_010), "text_too_long"),
        ("eleven tags", dict(tags=[f"t{n}" for n in range(11)]), "invalid_message"),
        ("a tag with a comma", dict(tags=["a,b"]), "invalid_message"),
    ]
    for what, fields, code in cases:
        answer = door.ask("POST", "/v1/messages", door.message(**fields))
        door.check(f"{what} is refused", answer.status == 422 and answer.json().get("code") == code, answer)
    ahead = door.ask("POST", "/v1/estimate", door.message(to="+4915112345678", **{"from": "Other"}))
    door.check("an estimate says that a sender would be refused", ahead.status == 200 and ahead.json().get("problem", {}).get("code") == "sender_not_allowed", ahead)
    told = door.run("estimate", "Colour", "--to", "00447700900123", "--from", "Shop", "--url", f"http://127.0.0.1:{door.http}", "--key", "env:SHOP_KEY").stdout
    door.check("hermod estimate --to says what would leave", told.startswith('to +447700900123 from "Shop": gsm7, 1 part') and 'text: "Ad: hue STOP 88222"' in told, told)
    answer = door.ask("POST", "/v1/messages", door.message(to="0791234567"), key="rival")
    door.check("without a country the refusal stays", answer.status == 422 and answer.json().get("code") == "invalid_number", answer)
    door.check("nothing of that reached the network", len(door.taken()) == before, door.taken()[before:])
    octets = door.ask("POST", "/v1/messages", {"to": "+447700900124", "from": "Shop", "data_base64": "AQID"})
    door.reaches(octets.json()["id"], "delivered")
    door.check("octets are left alone", door.taken()[-1][5] == b"\1\2\3", door.taken()[-1])


def submit(client, to, ton, text=b"Hello", source="Shop", schedule=""):
    body = (b"\0\5\0" + c_string(source) + bytes([ton, 1]) + c_string(to) + b"\0\0\0" + c_string(schedule) + b"\0" + bytes([1, 0, 0, 0, len(text)]) + text)
    got = client.request(SUBMIT, body)
    return got[1], got[3].rstrip(b"\0").decode()


def over_smpp(door):
    client = door.bound()
    cases = [
        ("national by TON", "791234567", 2, ("Shop", "41791234567", "Hello")),
        ("as dialled, TON unknown", "0791234561", 0, ("Shop", "41791234561", "Hello")),
        ("international by TON", "12125550100", 1, ("12025550123", "12125550100", "Hello")),
        ("00, TON unknown", "00447700900123", 0, ("Shop", "447700900123", "Ad: Hello STOP 88222")),
    ]
    for what, to, ton, wanted in cases:
        before, heard = len(door.taken()), len(client.delivered)
        status, message_id = submit(client, to, ton)
        door.check(f"SMPP, {what}: taken", status == ROK, hex(status))
        bodies = client.receipts(heard + 1)[heard:]
        door.until(lambda: len(door.taken()) > before)
        door.check(f"SMPP, {what}: at the centre", arrived(door, 1) == [wanted], arrived(door, 1))
        receipt = read_delivered(bodies[0]) if bodies else None
        door.check(f"SMPP, {what}: the receipt swaps the application's own addresses",
                   receipt and (receipt.source, receipt.to) == (to, "Shop") and f"id:{message_id}".encode() in receipt.octets, receipt)
        got = client.request(QUERY, c_string(message_id) + b"\5\0" + c_string("Shop"))
        door.check(f"SMPP, {what}: a query by its own source finds it", isinstance(got, tuple) and got[1] == ROK, got)
    door.check("SMPP: a sender that no policy allows", submit(client, "4915112345678", 1, source="Other")[0] == INVSRCADR)
    door.check("SMPP: a number that fits nothing", submit(client, "07912345", 0)[0] == INVDSTADR)

    # What waits is replaced and cancelled by the application's own addresses.
    later = "000000010000000R"  # in an hour
    status, message_id = submit(client, "07700", 0, schedule=later)
    door.check("SMPP: too short for a number of the country", status == INVDSTADR, hex(status))
    _, message_id = submit(client, "00447700900199", 0, text=b"First", schedule=later)
    got = client.request(REPLACE, c_string(message_id) + b"\5\0" + c_string("Shop") + b"\0\0" + bytes([1, 0, 6]) + b"Second")
    door.check("SMPP: a replacement is rewritten as the first was", got[1] == ROK, got)
    view = door.get(message_id)
    door.check("SMPP: once", (view.get("text"), view.get("to"), view.get("original_to")) == ("Ad: Second STOP 88222", "+447700900199", "00447700900199"), view)
    got = client.request(CANCEL, b"\0\0" + b"\5\0" + c_string("Shop") + b"\0\0" + c_string("00447700900199"))
    door.check("SMPP: it is cancelled by the addresses that were given", got[1] == ROK and door.reaches(message_id, "cancelled").get("state") == "cancelled", got)
    client.close()


def bad_rules(door):
    good = door.read("hermod.toml")
    for what, rule, place in [
        ("a bad expression", '[[rewrite]]\nname = "x"\nreplace = [{match = "(", with = ""}]\n', "replace[0].match: is no regular expression of RE2"),
        ("an unknown country", '[[rewrite]]\nname = "x"\ncountry = "XX"\nsender = "Shop"\n', 'country: "XX" is no country'),
        ("a bad number", '[[number_rule]]\nfrom = "079"\nto = "+41"\n', "number_rule[1].from: is no beginning of an international number"),
        ("a bad sender", '[[rewrite]]\nname = "x"\nsender = "a name too long"\n', "sender: \"a name too long\" is neither a name"),
        ("an unknown route", '[[rewrite]]\nname = "x"\nroute = "defalt"\nsender = "Shop"\n', 'there is no route "defalt", did you mean "default"?'),
    ]:
        done = door.run("check", "--config", door.write("bad.toml", good + rule))
        said = done.stdout + done.stderr
        lines = [line for line in said.splitlines() if place in line]
        door.check(f"check says where {what} stands", done.returncode != 0 and lines and "bad.toml:" in lines[0], said)


def main():
    with Door(sys.argv[1]) as door:
        listener = Listener(door.app)
        door.open(shop=SHOP.format(app=door.app), extra=RULES, centre=("--receipt-delay", "20"))
        over_http(door, listener)
        pool(door)
        refusals(door)
        over_smpp(door)
        bad_rules(door)
        door.check("a good message still goes", door.still_good())
        return door.finish()


sys.exit(main())
