"""gammu-smsd sends and receives through `hermod simulate modem`."""

import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
import modems  # noqa: E402
from modems import LONG, LONG_UNICODE, PLAIN, UNICODE  # noqa: E402


class Gammu(modems.Modems):
    def configure_smsd(self):
        for name in ("inbox", "outbox", "sent", "error"):
            os.mkdir(self.path(name))
        self.write("smsdrc", f"""[gammu]
device = {self.path("modem")}
connection = at115200
[smsd]
service = files
logfile = {self.path("smsd.log")}
debuglevel = 1
inboxpath = {self.path("inbox")}/
outboxpath = {self.path("outbox")}/
sentsmspath = {self.path("sent")}/
errorsmspath = {self.path("error")}/
inboxformat = detail
deliveryreport = sms
commtimeout = 1
sendtimeout = 15
receivefrequency = 1
checkbattery = 0
statusfrequency = 10
""")

    def inject(self, to, text, *options):
        done = subprocess.run(["gammu-smsd-inject", "-c", self.path("smsdrc"), "TEXT", to, "-report", *options, "-text", text],
                              capture_output=True, text=True, timeout=30, cwd=self.folder)
        if done.returncode != 0:
            print(done.stdout, done.stderr)

    def files(self, folder):
        return sorted(os.listdir(self.path(folder)))

    def inbox(self):
        """[(kind, number, text)] of the files of the inbox, the parts of a long message joined in the order in which they stand there."""
        out = []
        for name in self.files("inbox"):
            kind, number, digits = "", "", ""
            for line in self.read("inbox/" + name).splitlines():
                key, _, value = line.partition(" = ")
                if key == "PDU":
                    kind = value
                elif key == "Number":
                    number = value.strip('"')
                elif re.fullmatch(r"Text\d+", key):
                    digits += value
            out.append((kind, number, bytes.fromhex(digits).decode("utf-16-be")))
        return out

    def received(self, sender):
        return [text for kind, number, text in self.inbox() if kind == "Deliver" and number == sender]

    def reports(self, to):
        return [text for kind, number, text in self.inbox() if kind == "Status_Report" and number == to]


def main(build):
    modems.needs("gammu-smsd", "gammu-smsd-inject")
    with Gammu(build) as house:
        house.simulate("--family", "simcom", "--receipt-delay", "300")
        house.configure_smsd()
        smsd = house.run_peer(["gammu-smsd", "-c", house.path("smsdrc")], "gammu.out")

        sends = [("+4915110000001", PLAIN, []), ("+4915110000002", UNICODE, ["-unicode"]), ("+4915110000003", LONG, ["-len", "400"]),
                 ("+4915110000004", LONG_UNICODE, ["-unicode", "-len", "400"])]
        for to, text, options in sends:
            house.inject(to, text, *options)
        for (to, text, _), name in zip(sends, ("GSM 7-bit", "UCS-2", "a long message", "a long message in UCS-2")):
            good = house.until(lambda: house.has_sent(to, text), 60, 0.1)
            house.check(f"gammu sends {name}, octet for octet", good,
                        f"wanted {modems.octets_of(text)}, there is {house.seen('ledger', to)}")
        house.check("all that was sent is with the sent ones", house.until(lambda: not house.files("outbox"), 20, 0.1), house.files("outbox"))
        house.check("none is with the failed ones", not house.files("error"), house.files("error"))
        for to, text, _ in sends:
            parts = sum(1 for one in house.messages("ledger") if one.destination == to)
            good = house.until(lambda: house.reports(to) == ["Delivered"] * parts, 30, 0.1)
            house.check(f"gammu hears of {to} that all {parts} parts were delivered", good, house.inbox())

        receives = [("+447700900001", PLAIN), ("+447700900002", UNICODE), ("+447700900003", LONG), ("+447700900004", LONG_UNICODE)]
        for sender, text in receives:
            house.check(f"a handset's message from {sender} is on its way", house.control(f"deliver 1 {sender} {text}") == "ok")
        for sender, text in receives:
            # gammu 1.42 counts septets where it means characters: behind a text stand as many NULs as it has characters of two septets.
            padding = sum(text.count(character) for character in modems.EXTENSION)
            good = house.until(lambda: [t.replace("\0", "") for t in house.received(sender)] == [text], 60, 0.1)
            good = good and house.received(sender)[0].count("\0") == padding
            house.check(f"gammu receives what {sender} has written", good, house.received(sender))
        delivered = [(row[0], row[3]) for row in house.whole("delivered")]
        house.check("the ledger of what came in has the same octets", delivered == [(s, modems.octets_of(t)[1]) for s, t in receives], delivered)
        house.check("gammu leaves the SIM empty", house.until(lambda: house.control("stored 1") == "SM=0 ME=0 SR=0", 20, 0.1), house.control("stored 1"))
        house.check("gammu-smsd ends when told", house.end(smsd) == 0, smsd.returncode)
        numbers = house.control("numbers")
        house.check("no PDU of gammu's was unreadable", '"bad_pdus":0,"odd_pdus":0' in numbers, numbers)
        if house.failed:
            print(house.read("smsd.log")[-3000:])
        return house.finish()


sys.exit(main(sys.argv[1]))
