"""A gateway whose configuration changes under traffic."""

import http.client
import json
import os
import signal
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from gateway import KEYS, House  # noqa: E402

LATE = "late-key-0123456789abcdef"
REFUSING = """
[[route]]
name = "default"
to = ["operator"]
prefix = ["+1"]
"""


class Traffic(threading.Thread):
    """One message after the other on one connection; what was answered, and how long the longest answer took."""

    def __init__(self, port, first):
        super().__init__(daemon=True)
        self.port, self.next, self.over = port, first, threading.Event()
        self.answers, self.longest, self.faults = {}, 0.0, []

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Authorization": "Bearer " + KEYS["shop"], "Content-Type": "application/json"}
        while not self.over.is_set():
            self.next += 1
            body = json.dumps({"to": f"+49151{self.next}", "from": "Shop", "text": "in the middle of it"})
            began = time.monotonic()
            try:
                connection.request("POST", "/v1/messages", body, headers)
                answer = connection.getresponse()
                answer.read()
                self.answers[answer.status] = self.answers.get(answer.status, 0) + 1
            except (OSError, http.client.HTTPException) as fault:
                self.faults.append(str(fault))
                return
            self.longest = max(self.longest, time.monotonic() - began)

    def stop(self):
        self.over.set()
        self.join(20)


def versions(house):
    return house.ask("GET", "/v1/config", key="boss").json().get("versions", [])


def tried(house, number="+4915112345678", key="shop"):
    return house.ask("POST", "/v1/messages", {"to": number, "from": "Shop", "text": "x"}, key=key).status


def main(build):
    with House(build) as house:
        house.centre()
        house.configure()
        house.environment["LATE_KEY"] = LATE
        first = house.read("hermod.toml")
        house.serve()
        house.check("the version that the program started with is the first", [v["version"] for v in versions(house)] == [1], versions(house))
        house.check("only administrators see versions and change them",
                    [house.ask("GET", "/v1/config").status, house.ask("POST", "/v1/config/reload").status] == [403, 403])

        house.write("hermod.toml", first + "\n[[account]]\nname = \"late\"\napi_key = \"env:LATE_KEY\"\n")
        house.check("a key that the configuration does not hold yet is refused", tried(house, key=LATE) == 401)
        taken = house.ask("POST", "/v1/config/reload", key="boss")
        house.check("the API takes the new one over and says what changed",
                    taken.status == 200 and taken.json() == {"version": 2, "changed": ["[[account]]"], "warnings": []}, taken)
        house.check("the new account may send", tried(house, key=LATE) == 202)

        house.write("hermod.toml", first.split("[[route]]")[0] + "[[route]]\nname = \"default\"\nto = [\"operator\", \"nowhere\"]\n")
        refused = house.run("reload", "--url", f"http://127.0.0.1:{house.http}", "--key", "env:BOSS_KEY")
        house.check("the command refuses a configuration with a mistake and says where it is",
                    refused.returncode == 1 and "hermod.toml:" in refused.stderr and "nowhere" in refused.stderr, refused)
        house.check("nothing of it was taken over", tried(house) == 202 and tried(house, key=LATE) == 202 and len(versions(house)) == 2)

        house.write("hermod.toml", first.replace("hermod.db", "other.db"))
        refused = house.ask("POST", "/v1/config/reload", key="boss")
        house.check("what needs a restart is named, and nothing is taken over",
                    refused.status == 409 and "[store] has changed" in refused.body.decode() and tried(house, key=LATE) == 202, refused)

        house.write("hermod.toml", first.split("[[route]]")[0] + REFUSING)
        house.gateway.send_signal(signal.SIGHUP)
        house.check("a signal does the same", house.until(lambda: tried(house) == 422, 10), versions(house))
        house.check("with the account gone its key opens nothing", tried(house, key=LATE) == 401)
        back = house.run("reload", "--back", "--url", f"http://127.0.0.1:{house.http}", "--key", "env:BOSS_KEY")
        house.check("going back brings the version before", back.returncode == 0 and "version 2 runs" in back.stdout and
                    tried(house) == 202 and tried(house, key=LATE) == 202, back)
        listed = house.run("reload", "--list", "--url", f"http://127.0.0.1:{house.http}", "--key", "env:BOSS_KEY")
        house.check("the versions are listed", listed.stdout.count("version") == 2 and "runs" in listed.stdout.splitlines()[0], listed)

        # Under traffic: a hundred times, weights and routes changing, no request fails.
        traffic = [Traffic(house.http, 1_000_000 * (i + 1)) for i in range(4)]
        for one in traffic:
            one.start()
        done = 0
        for turn in range(100):
            extra = "".join(f"[[route]]\nname = \"r{turn}-{i}\"\nto = [\"operator\"]\nprefix = [\"+1{i}\"]\n" for i in range(50))
            house.write("hermod.toml", first + extra + f"\n[[account]]\nname = \"a{turn}\"\napi_key = \"env:LATE_KEY\"\nweight = {turn + 1}\n")
            done += house.ask("POST", "/v1/config/reload", key="boss").status == 200
        for one in traffic:
            one.stop()
        answers = [one.answers for one in traffic]
        print(f"{sum(a.get(202, 0) for a in answers)} messages during {done} reloads, the longest answer "
              f"{1000 * max(one.longest for one in traffic):.1f} ms", flush=True)
        house.check("a hundred reloads are taken over", done == 100, done)
        house.check("no request failed meanwhile", all(set(a) == {202} for a in answers) and not any(one.faults for one in traffic),
                    (answers, [one.faults for one in traffic]))
        # The same with a large table (ROWS overrides its size), which is read and let go of each time.
        rows = int(os.environ.get("ROWS", "100000"))
        with open(house.path("ported.csv"), "w") as table:
            for i in range(rows):
                table.write(f"4{9100000000 + 7 * i},{i % 50:02}\n")
        house.write("hermod.toml", first.replace("[[route]]", f"""[[prefix_table]]
name = "ported"
file = "{house.path("ported.csv")}"
[[route]]
name = "ported"
to = ["operator"]
label = {{ ported = ["07"] }}
[[route]]""", 1))
        traffic = [Traffic(house.http, 10_000_000 * (i + 1)) for i in range(4)]
        for one in traffic:
            one.start()
        large = [house.ask("POST", "/v1/config/reload", key="boss") for _ in range(10)]
        for one in traffic:
            one.stop()
        answers = [one.answers for one in traffic]
        print(f"{sum(a.get(202, 0) for a in answers)} messages during 10 reloads of a table of {rows} rows, the longest answer "
              f"{1000 * max(one.longest for one in traffic):.1f} ms", flush=True)
        house.check("a large table is read again under traffic", all(one.status == 200 for one in large), large[0])
        house.check("... and no request failed", all(set(a) == {202} for a in answers) and not any(one.faults for one in traffic), answers)
        house.check("only a few versions are kept", len(versions(house)) == 4, versions(house))
        house.check("it still works", house.still_good())
        return house.finish()


sys.exit(main(sys.argv[1]))
