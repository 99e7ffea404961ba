"""Prices, credit, quotas and caps, seen from outside. See run.sh."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
import cimd2_door  # noqa: E402
import door  # noqa: E402
import ucp_wire  # noqa: E402
from gateway import House, free_port  # noqa: E402

SUBMITFAIL, THROTTLED = 0x45, 0x58
UNPRICED = "+33612345678"


class Bank(House):
    def __init__(self, build):
        super().__init__(build)
        self.ports = {name: free_port() for name in ("smpp", "ucp", "cimd2")}

    def configure_bank(self, prices="prefix,price\n44,0.1\n447,0.035\n4471,0\n", name="hermod.toml"):
        self.write("prices.csv", prices)
        accounts = {"shop": 'prices = "retail"\ncredit = true\n', "rival": 'prices = "retail"\nquota_day = 3\n',
                    "boss": 'admin = true\nprices = "retail"\ncap_month = "0.100"\nrefund = ["undelivered"]\n'}
        return self.write(name, f"""[store]
url = "sqlite:{self.path("hermod.db")}"
reserve_mb = 1
[http]
listen = ["127.0.0.1:{self.http}"]
""" + "".join(f'[{kind}]\nlisten = ["127.0.0.1:{port}"]\n' for kind, port in self.ports.items()) + f"""
[[price_table]]
name = "retail"
file = "{self.path("prices.csv")}"
""" + "".join(f"""[[account]]
name = "{account}"
api_key = "env:{account.upper()}_KEY"
default_from = "Shop"
system_id = "{account}"
ucp_user = "{account}"
cimd2_user = "{account}"
password = "env:PASSWORD"
{more}""" for account, more in accounts.items()) + f"""
[[connector]]
name = "operator"
type = "smpp"
address = "127.0.0.1:{self.smpp}"
system_id = "hermod"
password = "env:PASSWORD"
inbound_account = "shop"
reconnect_min_ms = 50
reconnect_max_ms = 200
[[route]]
name = "default"
to = ["operator"]
""")

    def credit(self, account="shop", query="", key="boss"):
        return self.ask("GET", f"/v1/accounts/{account}/credit{query}", key=key).json()

    def balance(self, account="shop"):
        return self.credit(account)["balance"]

    def add(self, amount, reference, account="shop", key="boss", **more):
        return self.ask("POST", f"/v1/accounts/{account}/credit", {"amount": amount, "reference": reference, **more}, key=key)

    def submit(self, to, key="shop", **fields):
        return self.ask("POST", "/v1/messages", {"to": to, "text": "Hello", **fields}, key=key)

    def command(self, *arguments):
        """The access goes first: what stands behind "--" is no option."""
        return self.run("credit", arguments[0], "--url", f"http://127.0.0.1:{self.http}", "--key", "env:BOSS_KEY", *arguments[1:])


def paying_in(bank):
    got = bank.submit("+447712345678")
    bank.check("without credit a message is refused with 402", got.status == 402 and got.json()["code"] == "insufficient_credit", got)
    bank.check("... with what it costs and what is there", got.json().get("detail") == "it costs 0.035, the account has 0.000", got)
    got = bank.submit("+447112345678")
    bank.check("what is free needs none", got.status == 202 and "price" not in got.json(), got)
    got = bank.add("0.250", "invoice-1", reason="first payment")
    bank.check("credit is put in", got.status == 201 and got.json()["balance"] == "0.250", got)
    got = bank.add(0.25, "invoice-1")
    bank.check("the same call again changes nothing", got.status == 200 and got.json()["balance"] == "0.250", got)
    got = bank.add("0.251", "invoice-1")
    bank.check("another amount under its reference is refused", got.status == 409 and got.json()["code"] == "reference_conflict", got)
    bank.check("an account may not pay itself", bank.add("9", "own", key="shop").status == 403)
    bank.check("... but look at its purse", bank.credit(key="shop").get("balance") == "0.250", bank.credit(key="shop"))
    bank.check("... and at no other", bank.ask("GET", "/v1/accounts/rival/credit").status == 403)
    bank.check("an account that is not there has none", bank.add("1", "x", account="nobody").status == 404)
    bank.check("amounts are never rounded", bank.add("0.0001", "y").json().get("errors", [{}])[0].get("pointer") == "/amount")


def paying(bank):
    got = bank.submit("+447712345678", text="x" * 200)
    bank.check("a message costs its parts", got.status == 202 and (got.json()["parts"], got.json()["price"]) == (2, "0.070"), got)
    bank.check("... and is charged", bank.balance() == "0.180", bank.credit())
    shown = bank.reaches(got.json()["id"], "delivered")
    bank.check("the price stays with it", shown.get("price") == "0.070" and "refunded" not in shown, shown)
    key = {"Idempotency-Key": "once"}
    first, again = (bank.ask("POST", "/v1/messages", {"to": "+447712345678", "text": "Hello"}, headers=key) for _ in range(2))
    bank.check("an Idempotency-Key that comes again is not paid again",
               (first.status, again.status, again.headers.get("Idempotency-Replayed"), bank.balance()) == (202, 202, "true", "0.145"), (first, again, bank.credit()))
    bank.until(lambda: bank.credit()["reserved"] == "0.000")
    got = bank.ask("POST", "/v1/messages/batch", {"messages": [{"to": f"+44771234567{n}", "text": "Hello"} for n in range(6)]})
    codes = [one.get("problem", {}).get("code") for one in got.json()["results"]]
    bank.check("a batch is taken as far as the credit goes", codes == [None] * 4 + ["insufficient_credit"] * 2, got)
    bank.check("... to the thousandth", bank.balance() == "0.005", bank.credit())
    got = bank.submit(UNPRICED)
    bank.check("a number without a price is refused", got.status == 422 and got.json()["code"] == "no_price", got)


def at_other_doors(bank):
    client = door.Client(bank.ports["smpp"])
    client.bind()
    bank.check("SMPP says ESME_RSUBMITFAIL", client.submit("447712345678")[0] == SUBMITFAIL)
    client.close()
    client = ucp_wire.Client(bank.ports["ucp"])
    client.log_in()
    name, ec = client.submit("447712345678")
    bank.check("UCP says 05", ec == "05", (name, ec))
    client.close()
    client = cimd2_door.Client(bank.ports["cimd2"])
    client.log_in()
    code, _ = client.submit("+447712345678")
    bank.check("CIMD2 says 9", code == 9, code)
    client.close()
    bank.add("0.300", "doors-1")
    client = door.Client(bank.ports["smpp"])
    client.bind()
    before = bank.balance()
    got = client.submit("447712345678")
    bank.check("with credit SMPP submits, and pays", got[0] == 0 and (before, bank.balance()) == ("0.305", "0.270"), (got, before, bank.balance()))
    client.close()


def coming_back(bank):
    before = bank.balance()
    got = bank.submit("+447712345678", send_at="2099-01-01T00:00:00Z")
    bank.check("a message far ahead is refused before it is priced", got.status == 422 and bank.balance() == before, got)
    day_ahead = bank.ask("GET", "/v1/messages?limit=1").json()["messages"][0]["accepted_at"]
    year = int(day_ahead[:4])
    ahead = f"{year + 1 if day_ahead[5:7] == '12' else year}-{(int(day_ahead[5:7]) % 12) + 1:02}-01T00:00:00Z"
    message = bank.submit("+447712345678", send_at=ahead).json()
    paid = bank.balance()
    bank.check("a scheduled message is paid when it is taken", (before, paid) == ("0.270", "0.235"), (before, paid, message))
    got = bank.ask("DELETE", f"/v1/messages/{message['id']}")
    bank.check("cancelled, its price comes back", got.status == 200 and bank.balance() == before, (got, bank.credit()))
    bank.check("... and it says so", bank.get(message["id"]).get("refunded") is True, bank.get(message["id"]))
    bank.centre("--error", "ESME_RINVDSTADR:100")
    bank.until(lambda: bank.answers("/readyz") == 200, 10)
    message = bank.submit("+447712345678").json()
    shown = bank.reaches(message["id"], "rejected")
    bank.check("rejected, too", shown.get("refunded") is True and bank.until(lambda: bank.balance() == before), (shown, bank.credit()))
    bank.centre("--undelivered", "100")
    bank.until(lambda: bank.answers("/readyz") == 200, 10)
    message = bank.submit("+447712345678").json()
    shown = bank.reaches(message["id"], "undelivered")
    bank.check("undelivered not, unless the account says so", "refunded" not in shown and bank.balance() == "0.235", (shown, bank.credit()))
    message = bank.submit("+447712345678", key="boss").json()
    shown = bank.until(lambda: bank.get(message["id"], "boss").get("state") == "undelivered" and bank.get(message["id"], "boss"))
    bank.check("... as another does", shown and shown.get("refunded") is True and bank.balance("boss") == "0.000", (shown, bank.credit("boss")))
    bank.centre()
    bank.until(lambda: bank.answers("/readyz") == 200, 10)


def quotas(bank):
    for _ in range(3):
        bank.submit("+447712345678", key="rival")
    got = bank.submit("+447712345678", key="rival")
    bank.check("beyond the day's quota it is 429", got.status == 429 and got.json()["code"] == "quota_exceeded", got)
    bank.check("... until the day's end", 1 <= int(got.headers.get("Retry-After", 0)) <= 86_400, got.headers)
    bank.check("an account without credit owes", bank.balance("rival") == "-0.105" and bank.credit("rival")["day"]["parts"] == 3, bank.credit("rival"))
    client = door.Client(bank.ports["smpp"])
    client.bind("rival")
    got = client.submit("447712345678")[0]
    bank.check("SMPP says ESME_RTHROTTLED", got == THROTTLED, hex(got))
    client.close()
    accepted = [bank.submit("+447712345678", key="boss").status for _ in range(4)]
    bank.check("a cap bounds what is spent", accepted == [202, 202, 429, 429], (accepted, bank.credit("boss")))


def from_the_command_line(bank):
    got = bank.command("show", "shop")
    bank.check("hermod credit show", got.returncode == 0 and "balance 0.235 (prepaid)" in got.stdout and "invoice-1" in got.stdout, got)
    got = bank.command("add", "shop", "12.5", "--reference", "cli-1", "--reason", "by hand")
    bank.check("hermod credit add", got.returncode == 0 and "balance 12.735" in got.stdout, got)
    got = bank.command("add", "shop", "12.5", "--reference", "cli-1")
    bank.check("... once a reference", got.returncode == 0 and "balance 12.735" in got.stdout and "nothing was changed" in got.stderr, got)
    got = bank.command("add", "shop", "--reference", "cli-2", "--", "-0.735")
    bank.check("... and an amount below zero", got.returncode == 0 and "balance 12.000" in got.stdout, got)
    got = bank.command("show", "nobody")
    bank.check("an unknown account is said to be so", got.returncode != 0 and "there is no such account" in got.stderr, got)
    bank.check("entries name who, when and why", [(e["reference"], e["amount"], e["by"], e.get("reason")) for e in bank.credit(query="?limit=2")["entries"]]
               == [("cli-2", "-0.735", "boss", None), ("cli-1", "12.500", "boss", "by hand")], bank.credit())
    text = bank.ask("GET", "/metrics", key=None).body.decode()
    bank.check("metrics show balances", 'hermod_credit_balance{account="shop"} 12\n' in text and 'hermod_credit_balance{account="rival"} -0.105' in text,
               [line for line in text.splitlines() if line.startswith("hermod_credit")])


def reloaded(bank):
    bank.write("prices.csv", "prefix,price\n447,0.05\n44,\n")
    got = bank.ask("POST", "/v1/config/reload", key="boss")
    bank.check("a bad price table is not taken over, and the line is told", got.status == 409 and "prices.csv:3" in got.body.decode(), got)
    bank.check("... the old prices hold", bank.submit("+447712345678").json().get("price") == "0.035")
    bank.write("prices.csv", "447,0.05\n44,0.1\n4471,0\n")
    got = bank.ask("POST", "/v1/config/reload", key="boss")
    bank.check("a good one is", got.status == 200 and bank.submit("+447712345678").json().get("price") == "0.050", got)


def restart(bank):
    before = [bank.credit(account) for account in ("shop", "rival", "boss")]
    bank.end(bank.gateway)
    bank.write("prices.csv", "44,0.1\n447,0.0351\n447,abc\n")
    got = bank.run("check", "--config", "hermod.toml")
    wrong = [line for line in got.stderr.splitlines() if line.startswith(bank.path("prices.csv"))]
    bank.check("each bad line of a price table is told with file and line",
               got.returncode != 0 and [line.split(": ")[0][len(bank.path("prices.csv")):] for line in wrong] == [":2", ":3"], got)
    got = bank.run("serve", "--config", "hermod.toml")
    bank.check("... and nothing is started with it", got.returncode != 0, got)
    bank.configure_bank()
    bank.serve()
    bank.check("after a restart everything is as it was", [bank.credit(account) for account in ("shop", "rival", "boss")] == before,
               (before, bank.credit()))
    bank.check("... and the quota still holds", bank.submit("+447712345678", key="rival").status == 429)


def conserved(bank):
    bank.until(lambda: bank.metric("hermod_queue_depth") == 0 and bank.metric("hermod_queue_in_flight") == 0)

    def thousandths(text):
        return round(float(text) * 1000)
    for account in ("shop", "rival", "boss"):
        purse = bank.credit(account, "?limit=1000")
        kept = sum(thousandths(m.get("price", "0")) for m in bank.everything(key=account if account != "boss" else "boss")
                   if not m.get("refunded") and (account != "boss" or m["id"] in bank.own))
        paid_in = sum(thousandths(e["amount"]) for e in purse["entries"])
        bank.check(f"what was paid in is the balance and the prices kept: {account}",
                   paid_in == thousandths(purse["balance"]) + kept and paid_in == thousandths(purse["paid_in"]), (purse, kept))


def main():
    with Bank(sys.argv[1]) as bank:
        bank.configure_bank()
        bank.centre()
        bank.serve()
        for part in (paying_in, paying, at_other_doors, coming_back, quotas, from_the_command_line, reloaded, restart):
            part(bank)
        # An administrator sees everybody's messages: those that are not the other two's are its own.
        others = {m["id"] for key in ("shop", "rival") for m in bank.everything(key=key)}
        bank.own = {m["id"] for m in bank.everything(key="boss")} - others
        conserved(bank)
        return bank.finish()


sys.exit(main())
