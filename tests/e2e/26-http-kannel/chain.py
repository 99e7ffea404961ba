"""Our gateway -> Kannel's smsbox and bearerbox -> the simulated centre, and back."""

import collections
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from gateway import House, free_port  # noqa: E402

ECHO = "+4915199999999"
LONG_TEXT = "A long text in several parts, which the handset joins: " + "0123456789 " * 25
UNICODE_TEXT = "Привет, мир! Ваш код 123456 & ?"
TOKEN = "t0ken-of-callbacks"
PASSWORD = "pa55word-of-sendsms"


def kannel(house):
    admin, boxes, sendsms = free_port(), free_port(), free_port()
    house.write("kannel.conf", f"""
group = core
admin-port = {admin}
admin-password = admin
admin-interface = 127.0.0.1
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
log-file = "{house.path("bearerbox.log")}"
log-level = 0
dlr-storage = internal
sms-resend-freq = 1

group = smsc
smsc = smpp
smsc-id = centre
host = 127.0.0.1
port = {house.smpp}
transceiver-mode = true
smsc-username = kannel
smsc-password = secret
system-type = ""
interface-version = 34
enquire-link-interval = 5
reconnect-delay = 1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
log-file = "{house.path("smsbox.log")}"
log-level = 0

group = sendsms-user
username = chained
password = {PASSWORD}
max-messages = 10

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "http://127.0.0.1:{house.http}/in/kannel/messages?from=%p&to=%P&text=%a&udh=%u&token={TOKEN}"
""")
    for box, port in (("bearerbox", boxes), ("smsbox", sendsms)):
        with open(house.path(f"{box}.out"), "w") as out:
            house.children.append(subprocess.Popen([box, house.path("kannel.conf")], stdout=out, stderr=out, cwd=house.folder))
        if not house.until(lambda: house.connects(port), 20, 0.05):
            sys.exit(f"{box} does not start:\n" + house.read(f"{box}.out")[-2000:])
    return sendsms


def states(house, ids):
    return collections.Counter(house.ask("GET", f"/v1/messages/{one}").json().get("state") for one in ids)


def main():
    with House(sys.argv[1]) as house:
        house.environment.update(KANNEL_USER="chained", KANNEL_PASSWORD=PASSWORD, KANNEL_TOKEN=TOKEN)
        house.centre("--echo", ECHO.lstrip("+"))
        sendsms = kannel(house)
        house.write("hermod.toml", f"""[store]
url = "sqlite:{house.path("hermod.db")}"
reserve_mb = 1
[http]
listen = ["127.0.0.1:{house.http}"]
[[account]]
name = "shop"
api_key = "env:SHOP_KEY"
[[connector]]
name = "chained"
type = "http"
provider = "kannel"
public_url = "http://127.0.0.1:{house.http}"
variables = {{ base_url = "http://127.0.0.1:{sendsms}" }}
secrets = {{ username = "env:KANNEL_USER", password = "env:KANNEL_PASSWORD", callback_secret = "env:KANNEL_TOKEN" }}
[[route]]
name = "all"
to = ["chained"]
""")
        checked = house.run("check", "--config", house.path("hermod.toml"))
        house.check("the configuration is right", checked.returncode == 0, checked.stdout + checked.stderr)
        house.serve()

        for name, text, count in (("short", "Short & plain?", 100), ("long", LONG_TEXT, 10), ("Unicode", UNICODE_TEXT, 20)):
            answers = [house.ask("POST", "/v1/messages", house.message(text=text, **{"from": "88222"})) for _ in range(count)]
            ids = [one.json().get("id") for one in answers]
            house.check(f"{count} {name} messages are accepted", {one.status for one in answers} == {202}, answers[0])
            house.until(lambda: states(house, ids)["delivered"] == count, 40, 0.2)
            house.check(f"each of {count} {name} messages is delivered, by Kannel's receipt", states(house, ids)["delivered"] == count, states(house, ids))

        house.ask("POST", "/v1/messages", house.message(to=ECHO, text="To the handset and back, é €", **{"from": "88222"}))
        came = house.until(lambda: [m for m in house.ask("GET", "/v1/messages?limit=20").json().get("messages", []) if m["direction"] == "from_handset"], 20, 0.2)
        house.check("a message from a handset comes through Kannel", bool(came) and came[0]["text"].endswith("é €") and came[0]["from"].lstrip("+") == ECHO.lstrip("+"), came)

        forged = house.ask("GET", "/in/kannel/receipts?id=x&state=1&token=wrong", key=None)
        house.check("who does not know the token is refused", forged.status == 403, forged)
        unclear = house.ask("GET", f"/in/kannel/receipts?state=1&token={TOKEN}", key=None)
        house.check("what is not understood says what is missing", unclear.status == 400 and b"id (query:id)" in unclear.body, unclear)
        log = house.read("serve.log")
        house.check("nothing secret is in the log", TOKEN not in log and PASSWORD not in log, log[-500:])
        if house.failed:
            print("--- smsbox.log\n" + "\n".join(l for l in house.read("smsbox.log").splitlines() if "in/kannel/messages" in l)[-3000:])
    return house.finish()


sys.exit(main())
