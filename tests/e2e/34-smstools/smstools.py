"""smsd of smstools sends and receives through `hermod simulate modem`."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
import modems  # noqa: E402
from modems import LONG, LONG_UNICODE, PLAIN, UNICODE  # noqa: E402


class Tools(modems.Modems):
    def configure_smsd(self):
        for name in ("outgoing", "checked", "incoming", "failed", "sent", "report"):
            os.mkdir(self.path(name))
        self.write("smsd.conf", f"""devices = GSM1
loglevel = 7
logfile = {self.path("smsd.log")}
infofile = {self.path("smsd.working")}
pidfile = {self.path("smsd.pid")}
outgoing = {self.path("outgoing")}
checked = {self.path("checked")}
incoming = {self.path("incoming")}
failed = {self.path("failed")}
sent = {self.path("sent")}
report = {self.path("report")}
delaytime = 1
errorsleeptime = 1
receive_before_send = no
autosplit = 3
incoming_utf8 = yes
decode_unicode_text = yes
internal_combine = yes
[GSM1]
device = {self.path("modem")}
incoming = high
report = yes
baudrate = 115200
init = AT+CNMI=2,1,0,2,0
primary_memory = SM
""")

    def send(self, name, to, text):
        unicode = modems.octets_of(text)[0] == 8
        headers = f"To: {to.lstrip('+')}\nReport: yes\n" + ("Alphabet: UCS2\n" if unicode else "Alphabet: UTF-8\n")
        body = text.encode("utf-16-be") if unicode else text.encode()
        # Written elsewhere and moved there, so that smsd never meets half of one.
        with open(self.path("fresh"), "wb") as f:
            f.write(headers.encode() + b"\n" + body)
        os.rename(self.path("fresh"), self.path("outgoing/" + name))

    def files(self, folder):
        return sorted(os.listdir(self.path(folder)))

    def mails(self, folder):
        """[(headers, text)] of the files of a folder."""
        out = []
        for name in self.files(folder):
            with open(self.path(folder + "/" + name), "rb") as f:
                head, _, body = f.read().partition(b"\n\n")
            headers = dict(line.partition(": ")[::2] for line in head.decode(errors="replace").splitlines())
            out.append((headers, body.decode(errors="replace")))
        return out

    def received(self, sender):
        return [text for headers, text in self.mails("incoming") if headers.get("From") == sender.lstrip("+")]

    def reports(self, to):
        return [text for headers, text in self.mails("report") if headers.get("From") == to.lstrip("+")]


def main(build):
    modems.needs("smsd")
    with Tools(build) as house:
        # Reports where it looks for them: among the messages.
        house.simulate("--family", "huawei", "--receipt-delay", "300")
        house.configure_smsd()
        smsd = house.run_peer(["smsd", "-c" + house.path("smsd.conf"), "-t"], "smsd.out")

        sends = [("plain", "+4915110000001", PLAIN), ("unicode", "+4915110000002", UNICODE), ("long", "+4915110000003", LONG),
                 ("long-unicode", "+4915110000004", LONG_UNICODE)]
        for name, to, text in sends:
            house.send(name, to, text)
        for (_, to, text), name in zip(sends, ("GSM 7-bit", "UCS-2", "a long message", "a long message in UCS-2")):
            good = house.until(lambda: house.has_sent(to, text), 60, 0.1)
            house.check(f"smsd sends {name}, octet for octet", good, f"wanted {modems.octets_of(text)}, there is {house.seen('ledger', to)}")
        house.check("all that was sent is with the sent ones", house.until(lambda: len(house.files("sent")) == 4, 20, 0.1),
                    (house.files("outgoing"), house.files("checked"), house.files("sent")))
        house.check("none is with the failed ones", not house.files("failed"), house.files("failed"))
        for _, to, text in sends:
            parts = sum(1 for one in house.messages("ledger") if one.destination == to)
            good = house.until(lambda: len(house.reports(to)) == parts, 30, 0.1)
            good = good and all("\nStatus: 0,Ok," in text for text in house.reports(to))
            house.check(f"smsd hears of {to} that all {parts} parts were delivered", good, house.mails("report"))

        receives = [("+447700900001", PLAIN), ("+447700900002", UNICODE), ("+447700900003", LONG), ("+447700900004", LONG_UNICODE)]
        for sender, text in receives:
            house.check(f"a handset's message from {sender} is on its way", house.control(f"deliver 1 {sender} {text}") == "ok")
        for sender, text in receives:
            good = house.until(lambda: house.received(sender) == [text], 60, 0.1)
            house.check(f"smsd receives what {sender} has written", good, house.received(sender) or house.mails("incoming"))
        delivered = [(row[0], row[3]) for row in house.whole("delivered")]
        house.check("the ledger of what came in has the same octets", delivered == [(s, modems.octets_of(t)[1]) for s, t in receives], delivered)
        house.check("smsd leaves the SIM empty", house.until(lambda: house.control("stored 1") == "SM=0 ME=0 SR=0", 20, 0.1), house.control("stored 1"))
        house.check("smsd ends when told", house.end(smsd) == 0, smsd.returncode)
        numbers = house.control("numbers")
        house.check("no PDU of smsd's was unreadable", '"bad_pdus":0,"odd_pdus":0' in numbers, numbers)
        if house.failed:
            print(house.read("smsd.out")[-1000:], house.read("smsd.log")[-4000:])
        return house.finish()


sys.exit(main(sys.argv[1]))
