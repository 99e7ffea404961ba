"""Kannel's boxes between an HTTP application, played here, and our UCP server."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from door import PASSWORD  # noqa: E402
from kannel_boxes import Application, Kannel  # noqa: E402
from kannel_exchange import ECHO, exchange  # noqa: E402
from relay import Relay, ucp_frame  # noqa: E402
from ucp_dissect import dissected  # noqa: E402
from ucp_door import UcpDoor  # noqa: E402


def main():
    with UcpDoor(sys.argv[1]) as door:
        door.open(centre=["--echo", ECHO], shop='inbound = "session"')
        application, relay = Application(), Relay(door.port, ucp_frame)
        kannel = Kannel(door, application, f"""smsc = emi
host = 127.0.0.1
port = {relay.port}
smsc-username = shop
smsc-password = {PASSWORD}
keepalive = 5
flow-control = 0
window = 50
reconnect-delay = 1""", "EMI2:")
        door.check("bearerbox logs in", door.until(lambda: "online" in kannel.status(), 20, 0.1), kannel.status())
        exchange(door, application, kannel)
        dissected(door, list(relay.records), 1000, {31, 51, 52, 53, 60})
        relay.close()
    return door.finish()


sys.exit(main())
