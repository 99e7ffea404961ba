"""What an application behind Kannel's boxes and a handset say to each other, through a door of ours, with every report counted."""

import collections

SHORT, LONG, UNICODE = 300, 30, 60
ECHO = "4915199999999"
LONG_TEXT = "A long text in several parts, which the handset joins: " + "0123456789 " * 25
UNICODE_TEXT = "Привет, мир! Ваш код 123456"


def texts_at_the_centre(door):
    """Recipient -> the message as the handset would show it, parts joined by their header."""
    parts = collections.defaultdict(dict)
    for _, _, to, esm_class, coding, data in door.taken():
        number = 1
        if esm_class & 0x40:
            number, data = data[data[0]], data[1 + data[0]:]
        parts[to][number] = data.decode("utf-16-be" if coding == 8 else "latin-1")
    return {to: "".join(text for _, text in sorted(of.items())) for to, of in parts.items()}


def exchange(door, application, kannel):
    """Messages there, short, long, Unicode, with every report counted; one back."""
    wanted, statuses = {}, []
    for number in range(SHORT + LONG + UNICODE):
        to = f"491700{number:06}"
        if number < SHORT:
            wanted[to] = text = f"Short message number {number}"
            statuses.append(kannel.send(number, "+" + to, text))
        elif number < SHORT + LONG:
            wanted[to] = LONG_TEXT.rstrip()
            statuses.append(kannel.send(number, "+" + to, wanted[to]))
        else:
            wanted[to] = UNICODE_TEXT
            statuses.append(kannel.send(number, "+" + to, UNICODE_TEXT, coding=2))
    door.check(f"smsbox accepts all {len(wanted)} messages", set(statuses) == {202}, collections.Counter(statuses))
    everyone = {str(n) for n in range(len(wanted))}
    for name, group in [("short", range(SHORT)), ("long, with its header,", range(SHORT, SHORT + LONG)),
                        ("Unicode", range(SHORT + LONG, len(wanted)))]:
        asked = {str(n) for n in group}
        door.until(lambda: asked <= application.delivered(), 30, 0.05)
        missing = sorted(asked - application.delivered(), key=int)
        door.check(f"each of {len(asked)} {name} messages is reported as delivered", not missing,
                   (len(missing), [(n, application.reports.get(n)) for n in missing[:5]], kannel.status()))
    strange = {n: types for n, types in application.reports.items() if set(types) - {"1", "8"}}
    door.check("no message was refused, none failed", not strange, strange)
    twice = {n: types for n, types in application.reports.items() if types.count("1") > 1}
    door.check("none is reported delivered twice", not twice and everyone == set(application.reports), (twice, len(application.reports)))
    if door.is_gateway:
        seen = texts_at_the_centre(door)
        wrong = {to: (seen.get(to), text) for to, text in wanted.items() if seen.get(to) != text}
        door.check("the centre has every text as it was written, long ones joined", not wrong, list(wrong.items())[:3])

    kannel.send("echo", "+" + ECHO, "Hello to the handset and back", **{"from": "88222"})
    door.until(lambda: application.messages, 15, 0.05)
    door.check("a message from a handset reaches the sms-service", [m["text"] for m in application.messages] == ["Hello to the handset and back"],
               application.messages)
    if application.messages:
        told = application.messages[0]
        door.check("... with its sender and its recipient", told["from"].lstrip("+") == ECHO and told["to"].lstrip("+") == "88222", told)
    door.check("Kannel's link is still online, without failures", "online" in kannel.status() and "failed 0" in kannel.status(), kannel.status())
    if door.failed:
        print("--- the end of bearerbox.log\n" + "\n".join(l for l in door.read("bearerbox.log").splitlines() if "ERROR" in l or "WARN" in l)[-3000:])
