"""The door for applications that speak UCP: a gateway with [ucp] and a simulated centre (SMPP) behind it, applications by ucp_wire.py."""

from door import PASSWORD, Door, free_port
from ucp_wire import Client


class UcpDoor(Door):
    def __init__(self, build):
        super().__init__(build)
        self.ucp, self.ucp_tls = free_port(), free_port()

    def open_ucp(self, centre=(), server="", shop="", extra="", connector="", ready=True):
        """server: more keys of [ucp], and [ucp.tls] behind them."""
        return self.open(centre=centre, ready=ready, connector=connector, shop=f'ucp_user = "shop"\n{shop}', extra=f"""
{extra}
[ucp]
listen = ["127.0.0.1:{self.ucp}"]
utc_offset_minutes = 120
{server}
""")

    def application(self, user="shop", password=PASSWORD, **how):
        """A client that is logged in, or None when the door refused it."""
        client = Client(self.ucp, **how)
        return client if client.log_in(user, password) == "" else None
