import datetime
import os
import signal
import sys
import time
import zoneinfo

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from gateway import House  # noqa: E402

UTC = datetime.timezone.utc
MINUTE = datetime.timedelta(minutes=1)


def now():
    return datetime.datetime.now(UTC)


def hours(begin, end):
    """Of a window: both are instants, read in UTC."""
    return f"{begin:%H:%M}-{end:%H:%M}"


def shown(instant):
    return instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def next_open(zone, hour):
    """The next instant at which the clocks of `zone` show the full hour."""
    there = now().astimezone(zone)
    at = there.replace(hour=hour, minute=0, second=0, microsecond=0)
    if at <= there:
        at = (there + datetime.timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return at.astimezone(UTC)


def bad_configurations(house):
    zones = house.write("bad.csv", "prefix,zone\n41,Europe/Zurich\n42,Europe/Zurihc\n4x,UTC\n")
    house.configure(name="bad.toml", extra=f"""[zones]
table = "{zones}"
[[window]]
name = "w"
hours = ["9-17"]
zone = "Mars/Base"
accounts = ["nobody"]
""")
    said = house.run("check", "--config", house.path("bad.toml"))
    text = said.stdout + said.stderr
    house.check("check refuses wrong zones, hours, names", said.returncode != 0, said.returncode)
    for part in (f"{zones}:3: error: \"Europe/Zurihc\" is no zone", f"{zones}:4: ", "\"9-17\" are no hours", "\"Mars/Base\" is no zone", "there is no account \"nobody\""):
        house.check(f"... and says: {part[-40:]}", part in text, text)


def at_times(house):
    zone = zoneinfo.ZoneInfo("Asia/Kathmandu")
    due = (now() + datetime.timedelta(seconds=3)).replace(microsecond=0)
    answer = house.ask("POST", "/v1/messages", house.message(send_at=due.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S"), zone="Asia/Kathmandu"))
    house.check("a local send_at is scheduled at its instant", answer.json().get("send_at") == shown(due) and answer.json().get("state") == "scheduled", answer)
    seen = house.reaches(answer.json()["id"], "delivered")
    sent = [e["at"] for e in seen["timeline"] if e["event"] == "submitted"]
    house.check("... and goes then, not before", sent and shown(due) <= sent[0] < shown(due + datetime.timedelta(seconds=2)), seen.get("timeline"))
    answer = house.ask("POST", "/v1/messages", house.message(to="+9779812345678", send_at=due.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S"), zone="recipient"))
    house.check("... by the recipient's clocks too", answer.status == 202, answer)
    for fields, code in (({"send_at": "2027-01-01T09:00"}, "missing_field"), ({"send_at": "2027-01-01T09:00", "zone": "Asia/Katmandoo"}, "unknown_zone"),
                         ({"zone": "UTC"}, "conflicting_fields")):
        answer = house.ask("POST", "/v1/messages", house.message(**fields))
        house.check(f"{fields}: {code}", answer.status == 422 and answer.json()["errors"][0]["code"] == code, answer)


def windows(house):
    message_id = house.send(window="open")
    house.check("a window that is open lets go at once", house.reaches(message_id, "delivered").get("state") == "delivered")
    for number, name in (("+819012345678", "Asia/Tokyo"), ("+41791234567", "Europe/Zurich")):
        zone = zoneinfo.ZoneInfo(name)
        hour = (now().astimezone(zone).hour + 3) % 24
        window = f"at-{hour:02}"
        answer = house.ask("POST", "/v1/messages", house.message(to=number, window=window))
        house.check(f"{window} for {name} opens by its clocks", answer.json().get("send_at") == shown(next_open(zone, hour)), answer)
        seen = house.get(answer.json()["id"])
        house.check("... the message says so", seen.get("state") == "scheduled" and seen.get("window") == window, seen)
        house.check("... and can be cancelled", house.ask("DELETE", f"/v1/messages/{seen['id']}").status == 200)
        answer = house.ask("POST", "/v1/messages", house.message(to=number, window=window, validity_seconds=3600))
        house.check("... one that would be out of date is refused", answer.status == 422 and answer.json().get("code") == "window_closed", answer)
        answer = house.ask("POST", "/v1/messages", house.message(to=number, window=window, priority=3))
        house.check("... one that is exempt goes", answer.json().get("state") == "accepted", answer)
    answer = house.ask("POST", "/v1/messages", house.message(window="opne"))
    house.check("an unknown window is refused with the nearest", "did you mean \"open\"" in answer.json().get("detail", ""), answer)
    # The table of the configuration: one zone in place of the country's many.
    hour = (now().astimezone(zoneinfo.ZoneInfo("America/New_York")).hour + 3) % 24
    answer = house.ask("POST", "/v1/messages", house.message(to="+12125551234", window=f"at-{hour:02}"))
    house.check("a line of the table chooses for +1", answer.json().get("send_at") == shown(next_open(zoneinfo.ZoneInfo("America/New_York"), hour)), answer)


def quiet_over_a_queue(house, begins):
    """Nobody is bound; a backlog waits when the quiet minute begins; in it nothing may go, after it all."""
    ids = [house.send(text="backlog") for _ in range(200)]
    house.check("the backlog is taken before the quiet minute", now() < begins and all(ids), now())
    tick(house, lambda: now() < begins + datetime.timedelta(seconds=1))
    house.centre("--receipt-delay", "10")
    end = begins + MINUTE
    tick(house, lambda: now() < begins + datetime.timedelta(seconds=20))
    states = {house.get(i)["state"] for i in ids[:20]}
    house.check("in quiet hours the queue stands still", states == {"scheduled"}, states)
    seen = house.get(ids[0])
    why = [e.get("detail", "") for e in seen["timeline"] if e["event"] == "deferred"]
    house.check("... and each says why", why == [f"waits until {shown(end)}: its window is closed"], seen["timeline"])
    house.check("... one that is cancelled then", house.ask("DELETE", f"/v1/messages/{ids[0]}").status == 200)
    house.end(house.gateway, signal.SIGKILL)
    house.serve()
    tick(house, lambda: now() < end + datetime.timedelta(seconds=1))
    house.until(lambda: house.get(ids[-1]).get("state") == "delivered", 20)
    found = [house.get(i) for i in ids[1:]]
    house.check("after them everything goes", {m["state"] for m in found} == {"delivered"}, {m["state"] for m in found})
    sent = [e["at"] for m in found for e in m["timeline"] if e["event"] == "submitted"]
    house.check("... not a second too early, each once", len(sent) == len(found) and min(sent) >= shown(end), (len(sent), min(sent, default="")))
    house.check("... but what was cancelled", house.get(ids[0]).get("state") == "cancelled")


def tick(house, holds):
    while holds():
        time.sleep(0.2)


def recurring(house):
    wish = {"rule": "FREQ=MINUTELY", "zone": "Europe/Zurich", "message": {"to": "+4915100999999", "from": "Shop", "text": "tick"}}
    answer = house.ask("POST", "/v1/recurring", wish, key="rival", headers={"Idempotency-Key": "once"})
    house.check("a recurring message is made", answer.status == 201 and answer.json().get("next_at"), answer)
    again = house.ask("POST", "/v1/recurring", wish, key="rival", headers={"Idempotency-Key": "once"})
    house.check("... once, with an Idempotency-Key", again.json().get("id") == answer.json().get("id"), again)
    house.check("... seen by its account alone", house.ask("GET", f"/v1/recurring/{answer.json()['id']}").status == 404 and
                not house.ask("GET", "/v1/recurring").json()["recurring"])
    for change, pointer in (({"rule": "FREQ=NEVER"}, "/rule"), ({"zone": "Utopia"}, "/zone"), ({"message": {"to": "0791", "text": "x"}}, "/message/to")):
        wrong = house.ask("POST", "/v1/recurring", dict(wish, **change), key="rival")
        house.check(f"{change} is refused at {pointer}", wrong.status == 422 and wrong.json()["errors"][0]["pointer"] == pointer, wrong)
    return answer.json()["id"], datetime.datetime.fromisoformat(answer.json()["next_at"].replace("Z", "+00:00"))


def main(build):
    with House(build) as house:
        bad_configurations(house)
        # The quiet minute: far enough for what comes before it.
        begins = (now() + datetime.timedelta(seconds=100)).replace(second=0, microsecond=0)
        zones = house.write("zones.csv", "prefix,zone\n1,America/New_York\n")
        each_hour = "".join(f"""[[window]]
name = "at-{hour:02}"
hours = ["{hour:02}:00-{hour:02}:30"]
exempt_priority = 3
""" for hour in range(24))
        house.configure(extra=f"""[zones]
table = "{zones}"
[[window]]
name = "open"
zone = "UTC"
hours = ["{hours(now() - 5 * MINUTE, now() + 30 * MINUTE)}"]
[[window]]
name = "quiet"
zone = "UTC"
quiet = ["{hours(begins, begins + MINUTE)}"]
accounts = ["shop"]
{each_hour}""")
        house.centre("--receipt-delay", "10")
        house.serve()
        at_times(house)
        windows(house)
        ticking, first = recurring(house)
        house.end(house.smsc)
        house.smsc = None
        quiet_over_a_queue(house, begins)
        # Killed around a full minute, where the occurrence is made.
        minute = (now() + datetime.timedelta(seconds=10)).replace(second=0, microsecond=0) + MINUTE
        tick(house, lambda: now() < minute)
        time.sleep(0.4)
        house.end(house.gateway, signal.SIGKILL)
        house.serve()
        house.until(lambda: house.ask("GET", f"/v1/recurring/{ticking}", key="rival").json().get("last_at", "") >= shown(minute), 10)
        kept = house.ask("GET", f"/v1/recurring/{ticking}", key="rival").json()
        made = [m for m in house.everything(key="rival") if m.get("text") == "tick"]
        due = int((minute - first).total_seconds()) // 60 + 1
        house.check("each minute made its message once, through two kills", kept["made"] + kept["skipped"] == due and len(made) == kept["made"] and kept["skipped"] == 0,
                    (due, kept, len(made)))
        house.check("DELETE ends it", house.ask("DELETE", f"/v1/recurring/{ticking}", key="rival").status == 200 and
                    house.ask("GET", f"/v1/recurring/{ticking}", key="rival").status == 404)
        house.check("the gateway ends with 0", house.end(house.gateway) == 0)
        house.serve()
        house.check("... and a restart does not bring it back", not house.ask("GET", "/v1/recurring", key="rival").json()["recurring"])
        return house.finish()


sys.exit(main(sys.argv[1]))
