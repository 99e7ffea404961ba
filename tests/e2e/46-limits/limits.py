"""Limits, duplicates and lists of numbers, from outside. See run.sh."""

import contextlib
import os
import signal
import sqlite3
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
import cimd2_door  # noqa: E402
import door  # noqa: E402
import ucp_wire  # noqa: E402
from gateway import KEYS, House, free_port  # noqa: E402

RATE, BURST = 20, 2  # of messages that wait
SUBMITFAIL = 0x45


class Limits(House):
    def __init__(self, build):
        super().__init__(build)
        self.smpp_door, self.ucp_door, self.cimd2_door = free_port(), free_port(), free_port()

    def configured(self, extra=""):
        self.write("denied.csv", "msisdn,since\n447709*,2024\n+447708000001,2024\n")
        self.write("staff.txt", "+447700900123\n+447700900124\n")
        return self.configure(shop=f"""rate = 1
burst = 3
system_id = "shop"
ucp_user = "shop"
cimd2_user = "shop"
password = "env:PASSWORD"
default_from = "Shop"
""", extra=f"""[[connector]]
name = "second"
type = "smpp"
address = "127.0.0.1:{self.smpp}"
system_id = "hermod"
password = "env:PASSWORD"
inbound_account = "shop"
[smpp]
listen = ["127.0.0.1:{self.smpp_door}"]
[ucp]
listen = ["127.0.0.1:{self.ucp_door}"]
utc_offset_minutes = 120
throttled_error = 39
[cimd2]
listen = ["127.0.0.1:{self.cimd2_door}"]
[[account]]
name = "once"
api_key = "env:ONCE_KEY"
system_id = "once"
password = "env:PASSWORD"
duplicate_seconds = 60
[[account]]
name = "brief"
api_key = "env:BRIEF_KEY"
duplicate_seconds = 2
[[account]]
name = "staff"
api_key = "env:STAFF_KEY"
allow = ["staff"]
deny = ["denied"]
[[number_list]]
name = "denied"
file = "{self.path("denied.csv")}"
[[number_list]]
name = "staff"
file = "{self.path("staff.txt")}"
[limits]
deny = ["denied"]
[[limit]]
name = "slow"
prefix = ["+447701"]
rate = {RATE}
burst = {BURST}
over = "wait"
[[limit]]
name = "pumping"
account = ["rival"]
scope = ["account", "prefix"]
prefix_digits = 5
recipients = 3
within_seconds = 3600
[[limit]]
name = "handset"
account = ["rival"]
scope = ["recipient"]
rate = 2
per = "hour"
[[limit]]
name = "fast"
account = ["boss"]
rate = 100
burst = 10
prefix = ["+4915"]
[[limit]]
name = "parts"
account = ["boss"]
prefix = ["+4930"]
rate = 10
burst = 2
over = "wait"
counts = "parts"
[[limit]]
name = "jump"
scope = ["account", "prefix"]
prefix_digits = 5
jump = 10
at_least = 100000
within_seconds = 3600
over = "hold"
{extra}
[[route]]
name = "second"
prefix = ["+4477019"]
to = ["second"]
""")

    def post(self, key, to, text="Hello", **headers):
        return self.ask("POST", "/v1/messages", {"to": to, "from": "Shop", "text": text}, key=key, headers=headers)

    def ledger(self):
        """(seconds, destination, text) of what the centre has taken, in its order."""
        try:
            lines = self.read("ledger").splitlines()
        except OSError:
            return []
        rows = [line.split("\t") for line in lines]
        return [(int(f[1]) / 1e6, f[3].lstrip("+"), bytes.fromhex(f[7]).decode("latin-1")) for f in rows]

    def arrived(self, meant, count, seconds):
        """Those rows of the ledger that are meant, when there are so many or the time is over; what came before may still arrive."""
        self.until(lambda: len([row for row in self.ledger() if meant(row)]) >= count, seconds, 0.05)
        return [row for row in self.ledger() if meant(row)]


def begins(*words):
    return lambda row: row[2].startswith(words)


def code(answer):
    return answer.json().get("code")


def one_rate_at_every_door(house):
    smpp = door.Client(house.smpp_door)
    house.check("SMPP binds", smpp.bind()[1] == door.ROK)
    ucp = ucp_wire.Client(house.ucp_door)
    house.check("UCP logs in", ucp.log_in() == "")
    cimd2 = cimd2_door.Client(house.cimd2_door)
    house.check("CIMD2 logs in", cimd2.log_in() == 0)
    number = "447700900123"
    taken = [house.post("shop", "+" + number).status for _ in range(3)]
    house.check("the burst is accepted", taken == [202] * 3, taken)
    refused = house.post("shop", "+" + number)
    house.check("HTTP: what is more is answered 429 with Retry-After", (refused.status, refused.headers["Retry-After"], code(refused))
                == (429, "1", "rate_limited"), refused)
    house.check("... and says which limit", 'limit "account/shop" allows 1 message a second' in refused.json().get("detail", ""), refused)
    status = smpp.submit(number)[0]
    house.check("SMPP: ESME_RTHROTTLED, for the rate is one over all doors", status == door.THROTTLED, status)
    name, ec = ucp.submit(number)
    house.check("UCP: throttled_error", ec == "39", (name, ec))
    error, _ = cimd2.submit(number)
    house.check("CIMD2: congestion", error == 10, error)
    batch = house.ask("POST", "/v1/messages/batch", {"messages": [{"to": "+" + number, "from": "Shop", "text": "Hello"}] * 2})
    problems = [one["problem"] for one in batch.json().get("results", []) if "problem" in one]
    house.check("a batch says it of each message", len(problems) == 2 - batch.json().get("accepted", 0)
                and all(p["code"] == "rate_limited" and p["retry_after"] == 1 for p in problems) and problems, batch)
    time.sleep(1.05)  # what is tested is that the second brings one
    house.check("after that second one is accepted, whichever door", house.until(lambda: smpp.submit(number)[0] == door.ROK, 3))
    for client in (smpp, ucp, cimd2):
        client.close()


def never_more_than_the_limit(house):
    """From several connections at once, as fast as they can."""
    accepted, refused = [], []

    def hammer():
        for _ in range(60):
            before = time.monotonic()
            status = house.post("boss", house.number()).status
            (accepted if status == 202 else refused).append((before, time.monotonic(), status))

    threads = [threading.Thread(target=hammer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    span = max(end for _, end, _ in accepted) - min(begin for begin, _, _ in accepted)
    house.check("four connections together get the burst and the rate, no more", 10 <= len(accepted) <= 10 + 100 * span + 1, (len(accepted), span))
    house.check("... and all others are 429", {status for _, _, status in refused} <= {429}, refused[:3])


def windows(house):
    for n in (1, 2, 3):
        house.check(f"recipient {n} behind a prefix", house.post("rival", f"+3712500000{n}").status == 202)
    again = house.post("rival", "+37125000001")
    house.check("one of them again", again.status == 202, again)
    fourth = house.post("rival", "+37125000004")
    house.check("a fourth is refused, for an hour", (fourth.status, code(fourth)) == (429, "rate_limited")
                and int(fourth.headers["Retry-After"]) >= 3600 and "3 different recipients within 3600 seconds" in fourth.json()["detail"], fourth)
    house.check("another prefix is another matter", house.post("rival", "+37226000001").status == 202)
    third = house.post("rival", "+37125000001")
    house.check("a handset gets two an hour", code(third) == "rate_limited" and '"handset"' in third.json()["detail"], third)


def duplicates(house):
    first = house.post("once", "+447700900123", "Your code is 1234")
    again = house.post("once", "+447700900123", "Your code is 1234")
    house.check("the same again is refused and names the first", (again.status, code(again)) == (409, "duplicate")
                and first.json()["id"] in again.json()["detail"], again)
    house.check("another text is not", house.post("once", "+447700900123", "Your code is 1235").status == 202)
    house.check("nor another number", house.post("once", "+447700900124", "Your code is 1234").status == 202)
    house.check("nor another account's", house.post("boss", "+447700900123", "Your code is 1234").status == 202)


def lists(house):
    denied = house.post("boss", "+447709000001")
    house.check("a denied number is refused", (denied.status, code(denied)) == (422, "denied_recipient") and '"denied"' in denied.json()["detail"], denied)
    house.check("... a whole one too", code(house.post("boss", "+447708000001")) == "denied_recipient")
    house.check("its neighbour is not", house.post("boss", "+447708000002").status == 202)
    house.check("an account with a list may write to those on it", house.post("staff", "+447700900124").status == 202)
    house.check("... and to nobody else", code(house.post("staff", "+447700900125")) == "denied_recipient")
    smpp = door.Client(house.smpp_door)
    smpp.bind()
    status = house.until(lambda: [s for s in [smpp.submit("447709000001")[0]] if s != door.THROTTLED], 3)
    house.check("SMPP says that the number may not be", status == [door.INVDSTADR], status)
    smpp.close()


def shaping(house):
    """80 messages at once, over two connectors, on a limit of 20 a second; and others that the limit does not count."""
    slow = [{"to": f"+44770{('19' if n % 2 else '11')}00{n:04}", "from": "Shop", "text": f"slow {n}"} for n in range(80)]
    quick = [{"to": f"+4477020{n:05}", "from": "Shop", "text": f"quick {n}"} for n in range(80)]
    answer = house.ask("POST", "/v1/messages/batch", {"messages": slow + quick}, key="boss")
    house.check("all are accepted", answer.json().get("accepted") == 160, answer)
    house.check("those that wait can be seen", house.until(lambda: house.metric("hermod_queue_aside") > 20, 2))
    rows = house.arrived(begins("slow ", "quick "), 160, 20)
    if not house.check("all arrive", len(rows) == 160, len(rows)):
        return
    slow_at = [at for at, _, text in rows if text.startswith("slow")]
    quick_at = [at for at, _, text in rows if text.startswith("quick")]
    span = slow_at[-1] - slow_at[0]
    house.check("not faster than the limit, and not much slower", (80 - BURST) / RATE - 0.1 <= span <= 80 / RATE + 1.0, span)
    # In any interval: the burst and what the rate brings; 50 ms are what the way to the centre may differ.
    worst = max(j - i + 1 - (BURST + RATE * (slow_at[j] - slow_at[i] + 0.05)) for i in range(80) for j in range(i, 80))
    house.check("in no interval more than burst and rate", worst <= 0, worst)
    house.check("others pass at once", quick_at and max(quick_at) < slow_at[20], (max(quick_at) - slow_at[0], slow_at[20] - slow_at[0]))
    for name, digit in (("one connector", "11"), ("the other", "19")):
        order = [int(text.split()[1]) for _, to, text in rows if text.startswith("slow") and to.startswith("44770" + digit)]
        house.check(f"in order on {name}", len(order) == 40 and order == sorted(order), order)
    house.check("what waited is counted", house.metric('hermod_limit_waited_total{limit="slow"}') >= 70, house.metric("hermod_limit_waited_total"))
    house.check("nothing waits any more", house.until(lambda: house.metric("hermod_queue_aside") == 0, 3))


def parts(house):
    """8 messages of 3 parts each on a limit of 10 parts a second, whose burst is less than one of them."""
    batch = [{"to": f"+493012345{n:02}", "from": "Shop", "text": "x" * 400} for n in range(8)]
    house.ask("POST", "/v1/messages/batch", {"messages": batch}, key="boss")
    rows = house.arrived(lambda row: row[1].startswith("493012345"), 24, 10)
    span = rows[-1][0] - rows[0][0] if rows else 0
    house.check("a rate of parts counts the parts", len(rows) == 24 and 1.9 <= span <= 4, (len(rows), span))


def restart(house):
    """Those that wait outlive the process."""
    slow = [{"to": f"+4477011{n:05}", "from": "Shop", "text": f"again {n}"} for n in range(60)]
    house.ask("POST", "/v1/messages/batch", {"messages": slow}, key="boss")
    house.end(house.gateway)
    house.serve()
    texts = [text for _, _, text in house.arrived(begins("again "), 60, 20)]
    house.check("those that waited leave after a restart, once each", sorted(texts) == sorted(f"again {n}" for n in range(60)), len(texts))


def killed(house):
    """What may not come twice may not after a SIGKILL either: it was stored with its message."""
    def repeats(answer, first):
        return (answer.status, code(answer)) == (409, "duplicate") and first in answer.json()["detail"]

    def rows(pattern):
        with contextlib.closing(sqlite3.connect(f"file:{house.path('hermod.db')}?mode=ro", uri=True)) as db:
            return db.execute("SELECT count(*) FROM notes WHERE kind='duplicates' AND key LIKE ?", (pattern,)).fetchone()[0]

    number = "+447700900130"
    batch = {"messages": [{"to": number, "from": "Shop", "text": f"Batch {n}"} for n in (1, 2, 2)]}
    begun = time.monotonic()
    brief = house.post("brief", number, "Brief")
    free = house.post("boss", number, "As often as you like")
    named = house.post("once", number, "Named", **{"Idempotency-Key": "only-one"})
    together = house.ask("POST", "/v1/messages/batch", batch, key="once")
    smpp = door.Client(house.smpp_door)
    smpp.bind("once")
    status, by_smpp = smpp.submit(number.lstrip("+"), b"By SMPP")
    first = house.post("once", number, "Once")
    house.end(house.gateway, signal.SIGKILL)
    smpp.close()
    house.check("they were taken", [brief.status, free.status, named.status, first.status, status] == [202] * 4 + [door.ROK], (brief, free, named, first, status))
    house.check("... of a batch two", together.json().get("accepted") == 2, together)
    house.serve()
    again = house.post("once", number, "Once")
    house.check("after a SIGKILL the same is refused and names the first", repeats(again, first.json()["id"]), again)
    results = house.ask("POST", "/v1/messages/batch", batch, key="once").json().get("results", [])
    ids = [one["id"] for one in together.json()["results"] if "id" in one]
    house.check("... in a batch each of them", [one.get("problem", {}).get("code") for one in results] == ["duplicate"] * 3
                and [ids[0] in results[0]["problem"]["detail"], ids[1] in results[1]["problem"]["detail"]] == [True] * 2, results)
    house.check("... by HTTP what came by SMPP", repeats(house.post("once", number, "By SMPP"), by_smpp), by_smpp)
    smpp = door.Client(house.smpp_door)
    smpp.bind("once")
    status = smpp.submit(number.lstrip("+"), b"Once")[0]
    smpp.close()
    house.check("... and by SMPP what came by HTTP", status == SUBMITFAIL, status)
    replayed = house.post("once", number, "Named", **{"Idempotency-Key": "only-one"})
    house.check("under its Idempotency-Key it gets its first answer", (replayed.status, replayed.json().get("id")) == (202, named.json()["id"]), replayed)
    house.check("... and without it is refused", repeats(house.post("once", number, "Named"), named.json()["id"]))
    house.check("an account without duplicate_seconds may", house.post("boss", number, "As often as you like").status == 202)
    if time.monotonic() - begun < 2:  # else the machine was too slow to see it
        house.check("its two seconds are not over", code(house.post("brief", number, "Brief")) == "duplicate")
    house.check("what is over may come again", house.until(lambda: house.post("brief", number, "Brief").status == 202, 5, 0.2))
    commits = lambda: house.post("boss", number, "Any message").status == 202
    house.check("... and then leaves the disk with any commit", house.until(lambda: commits() and rows("00000002-%") == 0, 10, 0.5), rows("%"))
    house.check("... whose other rows stay", rows("0000003c-%") >= 1, rows("%"))


def counted(house):
    for metric in ('hermod_limit_refused_total{limit="account/shop"}', 'hermod_limit_refused_total{limit="pumping"}',
                   'hermod_limit_refused_total{limit="handset"}', "hermod_duplicates_refused_total", "hermod_recipients_denied_total"):
        house.check(f"{metric} counts", house.metric(metric) >= 1)


def reloaded(house):
    """Lists and limits change while it runs; what was counted stays counted."""
    spent = [house.post("shop", "+447700900123").status for _ in range(4)]
    house.check("a rate is spent", spent[-1] == 429, spent)
    house.check("a number is not denied", house.post("boss", "+447706000001").status == 202)
    slow = [{"to": f"+4477011{n:05}", "from": "Shop", "text": f"more {n}"} for n in range(400)]
    house.ask("POST", "/v1/messages/batch", {"messages": slow}, key="boss")  # 20 s at 20 a second
    with open(house.path("hermod.toml")) as f:
        text = f.read()
    house.write("hermod.toml", text.replace(f"rate = {RATE}\n", "rate = 1000\n").replace("rate = 1\nburst = 3\n", "rate = 1\nburst = 3\nduplicate_seconds = 60\n"))
    with open(house.path("denied.csv"), "a") as f:
        f.write("+447706000001\n")
    answer = house.ask("POST", "/v1/config/reload", key="boss", timeout=60)
    house.check("a configuration with another list is taken over", answer.status == 200, answer)
    house.check("... and the number is denied at once", code(house.post("boss", "+447706000001")) == "denied_recipient")
    house.check("the spent rate is still spent", house.post("shop", "+447700900124").status == 429)
    order = [int(text.split()[1]) for _, _, text in house.arrived(begins("more "), 400, 8)]
    house.check("those that wait go by the new limit, in order", len(order) == 400 and order == sorted(order), (len(order), order[:50]))


def bad_lists(house):
    with open(house.path("denied.csv"), "a") as f:
        f.write("0044770\nhello\n")
    said = house.run("check", "--config", house.path("hermod.toml"))
    text = said.stdout + said.stderr
    house.check("check names the bad lines of a list", said.returncode != 0 and f'{house.path("denied.csv")}:5: error: "0044770" begins with 0' in text
                and f'{house.path("denied.csv")}:6: error: "hello" is no number' in text, text)


def main():
    with Limits(sys.argv[1]) as house:
        house.environment.update(ONCE_KEY="once-key-0123456789abcdef", BRIEF_KEY="brief-key-0123456789abcdef", STAFF_KEY="staff-key-0123456789abcdef")
        KEYS.update(once="once-key-0123456789abcdef", brief="brief-key-0123456789abcdef", staff="staff-key-0123456789abcdef")
        house.centre("--ledger", house.path("ledger"), "--no-receipts")
        house.configured()
        house.serve()
        for step in (one_rate_at_every_door, never_more_than_the_limit, windows, duplicates, lists, shaping, parts, counted, restart, killed, reloaded, bad_lists):
            step(house)
        return house.finish()


if __name__ == "__main__":
    sys.exit(main())
