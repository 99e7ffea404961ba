"""The door for applications that speak UCP: a gateway with [ucp] and a simulated centre (SMPP) behind it, applications by ucp_wire.py."""

from door import PASSWORD, Door
from ucp_wire import Client


class UcpDoor(Door):
    def configure_door(self, server="", shop="", extra="", connector="", tls=False, authorities=""):
        """As Door's; server: more keys of [ucp]. Its clock is two hours ahead of UTC."""
        secure = f"""[ucp.tls]
listen = ["127.0.0.1:{self.tls_port}"]
certificate = "{self.path("server.pem")}"
key = "{self.path("server.key")}"
{f'client_authorities = "{authorities}"' if authorities else ""}
""" if tls else ""
        return self.write("hermod.toml", f"""[store]
url = "sqlite:{self.path("hermod.db")}"
reserve_mb = 1
[http]
listen = ["127.0.0.1:{self.http}"]
[ucp]
listen = ["127.0.0.1:{self.port}"]
utc_offset_minutes = 120
{server}
{secure}
[[account]]
name = "shop"
api_key = "env:SHOP_KEY"
ucp_user = "shop"
password = "env:PASSWORD"
{shop}
[[account]]
name = "boss"
api_key = "env:BOSS_KEY"
admin = true
{extra}
[[connector]]
name = "operator"
type = "smpp"
address = "127.0.0.1:{self.towards or self.smpp}"
system_id = "hermod"
password = "env:PASSWORD"
inbound_account = "shop"
reconnect_min_ms = 50
reconnect_max_ms = 200
{connector}
[[route]]
name = "default"
to = ["operator"]
""")

    def application(self, user="shop", password=PASSWORD, tls=None):
        """A client that is logged in, or None when the door refused it."""
        client = Client(self.tls_port if tls else self.port, tls=tls)
        return client if client.log_in(user, password) == "" else None
