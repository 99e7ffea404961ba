"""Replays docs/routing.md, then sees that real messages go where it says. See run.sh."""

import os
import re
import shlex
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "peers"))
import gateway  # noqa: E402
from gateway import House  # noqa: E402

DOCUMENT = os.path.join(HERE, "..", "..", "..", "docs", "routing.md")
STAGES = ("route", "group", "connector", "inbound_route", "recipient", "sender_policy", "rewrite", "carriage:")
ECHO = "+4499000000"


class Section:
    """What stands below one heading: tables by name, configuration, and commands with what they print."""

    def __init__(self, title, text):
        self.title, self.files, self.toml, self.commands = title, {}, "", []
        end = 0
        for block in re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.S | re.M):
            before, end = text[end:block.start()], block.end()
            kind, inside = block.groups()
            if kind == "csv":
                self.files[re.findall(r"`([\w-]+\.csv)`", before)[-1]] = inside
            elif kind == "toml":
                self.toml += inside
            elif kind == "console":
                for line in inside.splitlines():
                    if line.startswith("$ "):
                        self.commands.append((line[2:], []))
                    else:
                        self.commands[-1][1].append(line)


def sections():
    with open(DOCUMENT, encoding="utf-8") as f:
        parts = re.split(r"^## (.+)$", f.read(), flags=re.M)
    return [Section(title, text) for title, text in zip(parts[1::2], parts[2::2])]


def of_routing(lines):
    """Other stages of accepting speak too; the document's examples show what the routes say, and the outcome."""
    return [line for line in lines if not line.startswith("  ") or line[4:].split(" ")[0] in STAGES]


class Routes(House):
    def configure_from(self, *parts):
        for part in parts:
            for name, text in part.files.items():
                self.write(name, text)
        return self.write("hermod.toml", f"""[store]
url = "sqlite:{self.path("hermod.db")}"
reserve_mb = 1
[http]
listen = ["127.0.0.1:{self.http}"]
""" + "".join(part.toml for part in parts))

    def serve_anew(self):
        if self.gateway and self.gateway.poll() is None:
            self.end(self.gateway)
        self.serve()


def replay(house, beginning, section):
    house.configure_from(beginning, section)
    checked = house.run("check", "--config", "hermod.toml")
    house.check(f"{section.title}: the configuration is right and without warnings", checked.returncode == 0 and "warning" not in checked.stdout + checked.stderr,
                checked.stdout + checked.stderr)
    house.serve_anew()
    for command, expected in section.commands:
        arguments = shlex.split(command)
        done = house.run(*arguments[1:], "--url", f"http://127.0.0.1:{house.http}")
        seen = of_routing(done.stdout.splitlines())
        house.check(f"{section.title}: {command}", arguments[0] == "hermod" and done.returncode == 0 and seen == expected,
                    "\n".join(seen) + done.stderr)


def live_message(house, key, **fields):
    return house.ask("POST", "/v1/messages", {"to": "+41791234567", "text": "Hello", **fields}, key=key)


def goes_as_said(house, beginning, section):
    """Texts, tags, copies and rejecting, with real messages."""
    house.configure_from(beginning, section)
    house.serve_anew()
    answer = live_message(house, "bank", text="Your code is 123456")
    mine = answer.json().get("id")
    house.until(lambda: house.get(mine, key="bank").get("state") == "delivered")
    seen = house.get(mine, key="bank")
    house.check("a message goes the way that was told", (seen.get("route"), seen.get("connector")) == ("urgent", "gamma"), seen)

    def copies():
        return [m for m in house.everything(key="bank") if m["id"] != mine and m["state"] == "delivered"]
    house.until(lambda: len(copies()) == 1)
    found = copies()
    house.check("... its copy is a message of its own, to the other number by the other connector",
                [(m.get("to"), m.get("connector"), m.get("route")) for m in found] == [("+41790000000", "beta", "watched/copy")], found)
    answer = live_message(house, "shop", to="+41900123456")
    house.check("what a route rejects is refused with its reason",
                answer.status == 422 and "route_rejected" in answer.body.decode() and "premium numbers are not served" in answer.body.decode(), answer)
    stays = house.ask("GET", "/v1/messages?limit=10", key="shop").json()["messages"]
    house.check("... and nothing of it is stored", stays == [], stays)
    refused = house.ask("POST", "/v1/routes/test", {"account": "shop", "to": "+41791234567", "text": "x"}, key="shop")
    house.check("only an administrator may test routes", refused.status == 403, refused)
    for body, what in (({"to": "+41791234567", "text": "x"}, "/account"), ({"account": "shop", "to": "+41", "text": "x", "at": "tomorrow"}, "/at"),
                       ({"account": "shop", "to": "+41", "text": "x", "colour": "red"}, "/colour"), ({"account": "shop", "to": 5, "text": "x"}, "/to"),
                       ({"account": "shop", "to": "+41", "text": "x", "direction": "from_handset"}, "/connector")):
        wrong = house.ask("POST", "/v1/routes/test", body, key="boss")
        house.check(f"a wrong question is refused with its place: {what}", wrong.status == 422 and f'"{what}"' in wrong.body.decode(), wrong)
    wrong = house.ask("POST", "/v1/routes/test", b"{", key="boss")
    house.check("... and what is no JSON", wrong.status == 400, wrong)
    nobody = house.ask("POST", "/v1/routes/test", {"account": "nobody", "to": "+41791234567", "text": "x"}, key="boss").json()
    house.check("an account that is not there is told as a refusal", nobody.get("refusal", {}).get("code") == "unknown_account", nobody)


def handsets(house, beginning, section):
    """What comes from handsets: whose it is, copies, what is discarded, long messages as a whole."""
    smpp = Section("", "")
    smpp.toml = f"""[[connector]]
name = "centre"
type = "smpp"
address = "127.0.0.1:{house.smpp}"
system_id = "hermod"
password = "env:PASSWORD"
inbound_account = "shop"
[[route]]
name = "echo"
prefix = "{ECHO}"
to = ["centre"]
"""
    section.toml = section.toml.replace('connector = ["alpha", "beta"]\nto = "2020"\n', 'connector = "centre"\n').replace('to = "2020"\n', "")
    house.configure_from(beginning, smpp, section)
    house.centre("--echo", ECHO)
    house.serve_anew()
    house.until(lambda: house.metric("hermod_connector_binds") > 0)

    def came(key, text):
        return house.until(lambda: [m for m in house.everything("&limit=100", key=key)
                                    if m["direction"] == "from_handset" and m.get("text") == text and not m.get("part_of")], 20, 0.05)
    live_message(house, "shop", to=ECHO, text="CASINO now")
    found = came("shop", "CASINO now")
    house.check("what a rule discards is kept, ended, with the reason",
                [(m["state"], m.get("route")) for m in found] == [("rejected", "casino")] and "advertisement" in str(house.get(found[0]["id"])), found)
    long = "tan " + "0123456789 " * 30
    for text in ("PIN, please", long):
        live_message(house, "shop", to=ECHO, text=text)
        found = came("bank", text)
        house.check("a message from a handset is the account's that its keyword names" + (", long as it may be" if text == long else ""),
                    [m.get("route") for m in found] == ["pin"], found)
        theirs = {m["id"] for m in found}
        copies = [m for m in came("boss", text) if m["id"] not in theirs]  # an administrator sees all accounts'
        house.check("... and another account has a copy", len(theirs) == 1 and len(copies) == 1, copies)
    live_message(house, "shop", to=ECHO, text="hello")
    found = came("shop", "hello")
    house.check("without a rule it is the connector's account's", [m.get("route", "") for m in found] == [""], found)
    bodies = [m for m in house.everything(key="shop") if m["direction"] == "from_handset" and m.get("text") == "PIN, please"]
    house.check("... which has none that are others'", bodies == [], bodies)


def main(build):
    gateway.KEYS.update(bank="bank-key-0123456789abcdef", boss="boss-key-0123456789abcdef")
    with Routes(build) as house:
        house.environment.update(BANK_KEY=gateway.KEYS["bank"], HERMOD_KEY=gateway.KEYS["boss"])
        found = sections()
        beginning = found[0]
        examples = [one for one in found[1:] if one.commands]
        house.check("the document has examples", len(examples) >= 7 and beginning.toml and beginning.files, [one.title for one in examples])
        for section in examples:
            replay(house, beginning, section)
        by_title = {one.title.split(":")[0]: one for one in examples}
        goes_as_said(house, beginning, by_title["By text"])
        handsets(house, beginning, by_title["Messages from handsets"])
        return house.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
