"""type = "modemmanager" before a real ModemManager, whose modem is `hermod simulate modem`."""

import os
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
import modems  # noqa: E402
from modems import LONG, LONG_UNICODE, PLAIN, UNICODE, free_port  # noqa: E402

SERVICE, ROOT = "org.freedesktop.ModemManager1", "/org/freedesktop/ModemManager1"


class Desk(modems.Modems):
    def __init__(self, build):
        super().__init__(build)
        self.modem_port, self.manager = free_port(), None
        self.bus_daemon = None
        self.bus = "unix:path=" + self.path("bus")

    def start_bus(self):
        self.write("bus.conf", f"""<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>{self.bus}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>
""")
        self.bus_daemon = self.run_peer(["dbus-daemon", "--config-file=" + self.path("bus.conf"), "--nofork", "--nopidfile"], "bus.log")
        self.until(lambda: os.path.exists(self.path("bus")), 10)

    def call(self, path, method, *arguments):
        return subprocess.run(["dbus-send", "--bus=" + self.bus, "--print-reply", "--dest=" + SERVICE, path, method, *arguments],
                              capture_output=True, text=True, timeout=20)

    def start_manager(self):
        """It knows the modem as a virtual one, on a socket of the folder: no udev, no device of this machine is touched."""
        environment = dict(os.environ, DBUS_SESSION_BUS_ADDRESS=self.bus)
        self.manager = self.run_peer(["ModemManager", "--test-session", "--test-enable", "--test-no-udev", "--test-no-suspend-resume",
                                      "--test-no-qrtr", "--debug"], "manager.log", environment)
        return self.until(lambda: self.call(ROOT, SERVICE + ".Test.SetProfile", "string:sim", "string:generic", "array:string:modem.sock").returncode == 0,
                          20, 0.3)

    def configure_gateway(self):
        return self.write("hermod.toml", f"""[store]
url = "sqlite:{self.path("hermod.db")}"
reserve_mb = 1
[http]
listen = ["127.0.0.1:{self.http}"]
[[account]]
name = "shop"
api_key = "env:SHOP_KEY"
[[account]]
name = "rival"
api_key = "env:RIVAL_KEY"
[[account]]
name = "boss"
api_key = "env:BOSS_KEY"
admin = true
[[connector]]
name = "sims"
type = "modemmanager"
bus = "{self.bus}"
inbound_account = "shop"
retry_after_ms = 500
reconnect_min_ms = 50
reconnect_max_ms = 300
[[route]]
name = "default"
to = ["sims"]
""")

    def inbound(self, text):
        return [m for m in self.everything() if m["direction"] == "from_handset" and m.get("text") == text]

    def is_bound(self):
        return self.metric("hermod_connector_binds") == 1


def sending(house):
    for name, text in (("a text of GSM 7-bit", PLAIN), ("a text of UCS-2", UNICODE), ("a long message", LONG), ("a long message in UCS-2", LONG_UNICODE)):
        to = house.number()
        message = house.reaches(house.send(to=to, text=text), "delivered", 30)
        house.check(f"{name} is delivered", message.get("state") == "delivered", message)
        house.check(f"{name} arrives octet for octet", house.has_sent(to, text), house.seen("ledger", to))


def showing(house):
    shown = house.ask("GET", "/v1/modems", key="boss")
    house.check("the API shows the modem, its network and its signal", '"operator":"Hermod Network"' in shown.body.decode() and "home network" in shown.body.decode(), shown)
    house.check("the metrics have them", house.metric("hermod_modem_signal_dbm") == -71 and house.metric("hermod_modem_registered") == 1)


def receiving(house):
    for sender, text in (("+447700900001", PLAIN), ("+447700900002", UNICODE), ("+447700900003", LONG), ("+447700900004", LONG_UNICODE)):
        house.control(f"deliver 1 {sender} {text}")
        got = house.until(lambda: house.inbound(text), 30, 0.1) or []
        house.check(f"what {sender} has written comes in whole", len(got) == 1 and got[0]["from"] == sender and got[0]["to"].lstrip("+") == "491511000001", got)
    house.check("the SIM is empty then", house.until(lambda: house.control("stored 1").startswith("SM=0 ME=0"), 20, 0.1), house.control("stored 1"))


def coming_and_going(house):
    house.end(house.manager, signal.SIGKILL)
    house.check("without ModemManager the connector is not bound", house.until(lambda: not house.is_bound(), 10, 0.05))
    waiting = [house.send(text=f"while away {n}") for n in range(3)]
    house.control("deliver 1 +447700900009 Sent while nobody was there")
    house.check("ModemManager starts again", house.start_manager())
    for one in waiting:
        message = house.reaches(one, "delivered", 40)
        house.check("what was accepted meanwhile is delivered", message.get("state") == "delivered", message)
    got = house.until(lambda: house.inbound("Sent while nobody was there"), 20, 0.1) or []
    house.check("what came meanwhile comes in, once", len(got) == 1, got)
    house.end(house.manager, signal.SIGKILL)
    house.end(house.bus_daemon, signal.SIGKILL)
    house.check("without the bus the connector is not bound", house.until(lambda: not house.is_bound(), 10, 0.05))
    os.unlink(house.path("bus"))
    house.start_bus()
    house.check("ModemManager starts on the new bus", house.start_manager())
    message = house.reaches(house.send(text="over the new bus"), "delivered", 40)
    house.check("a message goes over the new bus", message.get("state") == "delivered", message)


def main(build):
    modems.needs("ModemManager", "dbus-daemon", "dbus-send", "socat")
    with Desk(build) as house:
        house.simulate("--listen", f"127.0.0.1:{house.modem_port}", "--receipt-delay", "300", "--delivery-gap", "200")
        house.run_peer(["socat", "UNIX-LISTEN:" + house.path("modem.sock") + ",fork", f"TCP:127.0.0.1:{house.modem_port}"], "socat.log")
        house.start_bus()
        house.configure_gateway()
        house.serve(ready=False)
        house.check("the gateway starts before ModemManager does", house.answers("/livez") == 200)
        house.check("ModemManager starts", house.start_manager())
        house.check("the modem is enabled and registered", house.until(house.is_bound, 40, 0.1), house.read("serve.log")[-800:])
        sending(house)
        showing(house)
        receiving(house)
        coming_and_going(house)
        house.check("nothing of what was sent was unreadable", '"bad_pdus":0,"odd_pdus":0' in house.control("numbers"), house.control("numbers"))
        house.check("the gateway leaves with 0", house.end(house.gateway) == 0, house.gateway.returncode)
        if house.failed:
            print(house.read("manager.log")[-6000:])
            print(house.read("serve.log")[-3000:])
        return house.finish()


sys.exit(main(sys.argv[1]))
