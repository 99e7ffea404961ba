"""Starts what the npm peers need, lets them say what they see, and asks our client to go through a centre with TLS."""

import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "peers"))
from door import Door, free_port  # noqa: E402

ECHO = "4915199999999"


def node(door, script, *arguments, log, **environment):
    with open(door.path(log), "w") as out:
        child = subprocess.Popen(["node", os.path.join(HERE, script), *arguments], env={**os.environ, **environment}, stdout=out, stderr=out, cwd=HERE)
    door.children.append(child)
    return child


def application(build):
    with Door(build) as door:
        door.certificates()
        door.open(centre=["--echo", ECHO], shop='inbound = "session"', tls=True)
        where = {"port": door.port, "tls_port": door.tls_port, "folder": door.folder, "is_gateway": door.is_gateway, "echo": ECHO}
        child = node(door, "application.js", log="application.log", WHERE=json.dumps(where))
        try:
            child.wait(80)
        except subprocess.TimeoutExpired:
            print("FAILED: the application does not come to its end", flush=True)
            door.failed += 1
        said = door.read("application.log")
        print(said, end="", flush=True)
        door.passed += sum(line.startswith("ok: ") for line in said.splitlines())
        door.failed += sum(line.startswith("FAILED: ") for line in said.splitlines())
        door.check("the gateway leaves with 0" if door.is_gateway else "the centre leaves with 0",
                   door.end(door.gateway if door.is_gateway else door.smsc) == 0)
    return door.finish()


def centre(build):
    """Our client through a centre with TLS: verified against the authorities that the configuration names, and not otherwise."""
    with Door(build) as door:
        door.certificates()
        door.certificates("DNS:elsewhere.example", "stranger")
        door.write("empty.pem", open(door.path("stranger.pem")).read())  # a certificate that signed nothing
        for name, certificate, authorities, good in [
            ("a certificate of our authority", "server", "ca.pem", True),
            ("a certificate for another name", "stranger", "ca.pem", False),
            ("a certificate of an unknown authority", "server", "empty.pem", False),
        ]:
            door.smpp = free_port()
            log = f"centre-{certificate}-{authorities}.log"
            peer = node(door, "centre.js", str(door.smpp), door.path(certificate + ".key"), door.path(certificate + ".pem"), log=log)
            door.until(lambda: "listening" in door.read(log), 10)
            config = door.configure(f'tls = true\ntls_authorities = "{door.path(authorities)}"\ntls_name = "localhost"', store=f"{certificate}-{authorities}.db")
            if not door.check("[[connector]] has keys for TLS", door.run("check", "--config", config).returncode == 0, door.run("check", "--config", config).stderr):
                return door.finish()
            door.serve(ready=False)
            if good:
                door.check(f"{name}: our client binds", door.until(lambda: "bound over TLSv1." in door.read(log), 10), door.read(log))
                message_id = door.send(text="over TLS")
                seen = message_id and door.reaches(message_id, "delivered")
                door.check(f"{name}: a message is delivered and reported", seen and seen["state"] == "delivered", seen)
            else:
                tried = door.until(lambda: re.search("handshake failed: .*ALERT", door.read(log)) or '"event":"bound"' in door.read("serve.log").rsplit('"event":"started"', 1)[-1], 10)
                door.check(f"{name}: our client does not bind", tried and "bound over" not in door.read(log), door.read(log))
            door.check(f"{name}: the gateway leaves with 0", door.end(door.gateway) == 0)
            door.end(peer)
    return door.finish()


failures = application(sys.argv[1])
if os.environ.get("AGAINST", "gateway") != "simulator":
    failures += centre(sys.argv[1])
sys.exit(1 if failures else 0)
