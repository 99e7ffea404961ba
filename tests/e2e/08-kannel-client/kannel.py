"""Kannel's boxes between an HTTP application, played here, and our SMPP server."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from door import PASSWORD, Door  # noqa: E402
from kannel_boxes import Application, Kannel  # noqa: E402
from kannel_exchange import ECHO, exchange  # noqa: E402


def main():
    with Door(sys.argv[1]) as door:
        door.open(centre=["--echo", ECHO], shop='inbound = "session"')
        application = Application()
        kannel = Kannel(door, application, f"""smsc = smpp
host = 127.0.0.1
port = {door.port}
transceiver-mode = true
smsc-username = shop
smsc-password = {PASSWORD}
system-type = ""
interface-version = 34
enquire-link-interval = 5
max-pending-submits = 50
reconnect-delay = 1""", "SMPP:")
        door.check("bearerbox binds", door.until(lambda: "online" in kannel.status(), 20, 0.1), kannel.status())
        exchange(door, application, kannel)
    return door.finish()


sys.exit(main())
