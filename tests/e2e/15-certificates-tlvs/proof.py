import os
import signal
import ssl
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from door import BIND, BINDFAIL, ROK, Door, tlv  # noqa: E402

ENTITY, TEMPLATE = 0x1400, 0x1401


def shown(door, name="client"):
    """A client's TLS context; name: the certificate that it shows, None for none."""
    context = ssl.create_default_context(cafile=door.path("ca.pem"))
    if name:
        context.load_cert_chain(door.path(f"{name}.pem"), door.path(f"{name}.key"))
    return context


def serial(client):
    return client.socket.getpeercert()["serialNumber"]


def certificates(door):
    old = door.client(tls=shown(door))
    door.check("a client with a certificate of our authority binds", old.bind()[1] == ROK)
    door.check("... and sends", old.delivers("447700900123"))
    try:
        bare = door.client(tls=shown(door, None))
        got = bare.bind()
    except (ssl.SSLError, OSError) as refused:
        got = (0, refused)
    door.check("one without a certificate gets no bind", got[1] != ROK, got)
    other = door.client(tls=shown(door, "other"))
    door.check("an account binds by the certificate that names it", other.bind("certified", "")[1] == ROK)
    wrong = door.client(tls=shown(door))
    door.check("... and not by another one", wrong.bind("certified", "")[1] == BINDFAIL)

    before = serial(old)
    door.certificates()
    door.gateway.send_signal(signal.SIGHUP)
    door.check("SIGHUP: new connections are shown the new certificate",
               door.until(lambda: serial(door.client(tls=shown(door))) != before, 5, 0.05))
    door.check("... the old session stands", old.lives() and old.delivers("447700900123"))
    door.write("server.pem", "no certificate\n")
    door.gateway.send_signal(signal.SIGHUP)
    door.check("a certificate that is none is named in the log", door.until(lambda: "certificates_not_reloaded" in door.read("serve.log"), 5, 0.05))
    again = door.client(tls=shown(door))
    door.check("... and the good one stays", again.bind()[1] == ROK and again.lives())


def tlvs(door):
    answer = door.ask("POST", "/v1/messages", door.message(text="Hello", tlvs={"entity_id": "1201159000000000001", "0x1401": {"hex": "313233"}}))
    door.check("the API takes TLVs by name and by number", answer.status == 202, answer)
    message_id = answer.json().get("id")
    door.reaches(message_id, "delivered")
    seen = door.ask("GET", f"/v1/messages/{message_id}").json()
    door.check("... and shows them", seen.get("tlvs", {}).get("entity_id") == "1201159000000000001", seen.get("tlvs"))
    out = [line for line in door.read("serve.log").splitlines() if '"log":"pdu"' in line and "submit_sm" in line]
    door.check("... the PDU is longer by them", bool(out), out[-1:])
    refused = door.ask("POST", "/v1/messages", door.message(text="Hello", tlvs={"entity": "1"}))
    door.check("an unknown name is refused with its field", refused.status == 400 or refused.status == 422, refused)
    client = door.bound()
    status, sent = client.submit("447700900123", tlvs=tlv(ENTITY, b"1201159000000000001") + tlv(TEMPLATE, b"1207"))
    door.check("an application's TLVs are taken", status == ROK, status)
    door.reaches(sent, "delivered")
    seen = door.ask("GET", f"/v1/messages/{sent}").json()
    door.check("... and named", seen.get("tlvs", {}).get("entity_id") == "1201159000000000001", seen)


def texts(door):
    client = door.bound()
    turkish = "ğ" * 100
    estimate = door.ask("POST", "/v1/estimate", {"text": turkish, "languages": ["turkish"]}).json()
    sent = door.ask("POST", "/v1/messages", door.message(text=turkish, languages=["turkish"])).json()
    door.check("an estimate is what is then sent", (estimate["encoding"], estimate["parts"]) == (sent["encoding"], sent["parts"]), (estimate, sent))
    door.reaches(sent["id"], "delivered")
    taken = door.taken()[-1]
    door.check("a Turkish text goes out in septets, its header says so", taken[3] & 0x40 and taken[5][:1] == b"\x03" and taken[5][1] in (0x24, 0x25), taken)
    flash = door.send(text="Now", flash=True)
    door.reaches(flash, "delivered")
    door.check("a flash message has class 0", door.taken()[-1][4] in (0x10, 0xF0), door.taken()[-1])
    smart = door.ask("POST", "/v1/messages", door.message(text="“Hello” – it’s me…", smart=True)).json()
    door.check("smart encoding says what it changed", smart["encoding"] == "gsm7" and len(smart.get("changes", [])) >= 4, smart)
    door.check("the client lives", client.lives())


def main():
    with Door(sys.argv[1]) as door:
        door.environment["CERTIFIED_KEY"] = "certified-key-0123456789abcdef"
        door.certificates()
        door.certificates(names="DNS:client.example", name="client")
        door.certificates(names="DNS:certified.example", name="other")
        door.open(tls=True, extra=f"""[tlv]
entity_id = {{ tag = 0x1400, type = "string" }}
[log]
pdus = true
[[account]]
name = "certified"
api_key = "env:CERTIFIED_KEY"
system_id = "certified"
certificate_name = "certified.example"
""", authorities=door.path("ca.pem"))
        for part in (certificates, tlvs, texts):
            part(door)
        door.check("the gateway ends with 0", door.end(door.gateway) == 0)
    return door.finish()


sys.exit(main())
