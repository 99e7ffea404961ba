"""Bad input at the HTTP door of a running gateway: each gets a clear error, and then a good message is accepted and delivered."""

import json
import os
import re
import signal
import socket
import statistics
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "peers"))
from gateway import KEYS, House  # noqa: E402

MIB = 1 << 20


def problem_checks(house, name, answer, status, code, pointer=None, error=None, words=None):
    """An RFC 9457 problem of that status and code, naming the field and saying the words; and nothing is harmed."""
    body = answer.json()
    entries = body.get("errors", [])
    right = answer.status == status and answer.headers.get_content_type() == "application/problem+json"
    right = right and body.get("status") == status and (code is None or body.get("code") == code)
    if pointer is not None:
        right = right and any(e["pointer"] == pointer and (error is None or e["code"] == error) for e in entries)
    if words:
        right = right and words in json.dumps(body, ensure_ascii=False)
    house.check(name, right and house.still_good(), answer)


def bodies(house):
    def post(name, body, *expected, **more):
        problem_checks(house, name, house.ask("POST", "/v1/messages", body), *expected, **more)

    good = house.message()
    for name, body, words in [
        ("an empty body", b"", "empty"), ("JSON that ends early", b'{"to":"+4915', "ends too early"),
        ("a value missing", b'{"to":}', "line 1, column"), ("something after the JSON", json.dumps(good).encode() + b"{}", "follows"),
        ("a comma too many", b'{"to":"+491510000001",}', "line 1"), ("single quotes", b"{'to':'+491510000001'}", "line 1"),
        ("a comment", b'/* x */ {"to":"+491510000001"}', "line 1"), ("NaN", b'{"validity_seconds":NaN}', "line 1"),
        ("a hundred thousand brackets", b'{"to":' + b"[" * 100_000, "deep"),
        ("a fault in the third line", b'{"to":"+491510000001",\n "from":"Shop",\n "text":}', "line 3"),
        ("octets that are not UTF-8", b'{"to":"+491510000001","from":"Shop","text":"\xff\xfe"}', "UTF-8"),
        ("an encoded surrogate in raw octets", b'{"to":"+491510000001","from":"Shop","text":"\xed\xa0\x80"}', "UTF-8"),
        ("an overlong NUL", b'{"to":"+491510000001","from":"Shop","text":"\xc0\x80"}', "UTF-8"),
        ("a lone high surrogate", rb'{"to":"+491510000001","from":"Shop","text":"\ud800"}', "lone surrogate"),
        ("a high surrogate before a letter", rb'{"to":"+491510000001","from":"Shop","text":"\ud83dA"}', "lone surrogate"),
        ("a high surrogate before another escape", rb'{"to":"+491510000001","from":"Shop","text":"\ud83d\u0041"}', "lone surrogate"),
        ("a lone low surrogate", rb'{"to":"+491510000001","from":"Shop","text":"\ude00"}', "lone surrogate"),
        ("a bare control character in a string", b'{"to":"+491510000001","from":"Shop","text":"a\x00b"}', "line 1"),
    ]:
        post(f"malformed JSON: {name}", body, 400, "malformed_json", words=words)

    for name, body in [("an array", []), ("a string", "x"), ("a number", 5), ("null", None)]:
        post(f"the body is {name}", json.dumps(body).encode(), 422, "invalid_message", "", "wrong_type", words="must be an object")
    for field, values in {"to": [5, True, [], {}, ["+491510000001"]], "from": [88222, {}], "text": [1.5, ["x"], False],
                          "client_ref": [7], "encoding": [8], "validity_seconds": ["60", 1.5, 1e30, True, {}],
                          "receipt": ["true", 1, []], "data_base64": [1], "callback_url": [{}]}.items():
        for value in values:
            post(f"wrong type: {field} = {json.dumps(value)}", {**good, field: value}, 422, "invalid_message", "/" + field, "wrong_type",
                 words=field)
    for field, near in [("txt", "text"), ("form", "from"), ("clientref", "client_ref"), ("validty_seconds", "validity_seconds"), ("recipient", "to"),
                        ("calback_url", "callback_url"), ("reciept", "receipt")]:
        post(f'unknown field "{field}" is named, and "{near}"', {**good, field: "x"}, 422, "invalid_message", "/" + field, "unknown_field",
             words=f'did you mean \\"{near}\\"')
    post("an unknown field unlike any other", {**good, "q/~": 1}, 422, "invalid_message", "/q~1~0", "unknown_field")
    post("a field given twice", json.dumps(good)[:-1] + ',"text":"b"}', 422, "invalid_message", "/text", "duplicate_field")
    post("nothing at all", {}, 422, "invalid_message", "/to", "missing_field")
    post("text and data_base64", {**good, "data_base64": "AA=="}, 422, "invalid_message")
    post("data that is no base64", {"to": good["to"], "from": "Shop", "encoding": "binary", "data_base64": "@@"}, 422, "invalid_message",
         "/data_base64", "invalid_value")

    for number in ["abc", "", "+", "0791234567", "+0791234567", "+123456", "+1234567890123456", "+4915100000a1", "++491510000001",
                   "+49151\u0660\u0661\u0662\u0663\u0664", "+491510000001\n", "tel:+491510000001", "0x1F", "1e9", "-491510000001", "+" + "9" * 5000]:
        post(f"a number that is none: {number[:24]!r}", {**good, "to": number}, 422, "invalid_number", "/to")
    post("a number in another spelling is corrected", {**good, "to": "0049 (151) 000-0001"}, 422, "invalid_number", "/to",
         words='write it as \\"+491510000001\\"')
    for sender in ["A name too long", "12", "1234567890123456", "Ключ☂", "a\nb"]:
        post(f"a sender that is none: {sender!r}", {**good, "from": sender}, 422, "invalid_sender", "/from")
    post("no sender", {"to": good["to"], "text": "x"}, 422, "missing_sender", "/from")
    post("text of 0 characters", {**good, "text": ""}, 422, "empty_text", "/text")
    post("text of 100,000 characters", {**good, "text": "x" * 100_000}, 422, "text_too_long", "/text", words="parts")
    post("text of 100,000 characters outside the BMP", {**good, "text": "\U0001f44b" * 100_000}, 422, "text_too_long", "/text")
    post("a character that GSM 7-bit has not", {**good, "text": "Привет", "encoding": "gsm7"}, 422, "not_in_gsm7", "/text")
    post("an unknown encoding", {**good, "encoding": "utf8"}, 422, "invalid_message", "/encoding", "invalid_value")
    post("a client_ref too long", {**good, "client_ref": "x" * 256}, 422, "client_ref_too_long", "/client_ref")
    for value in [0, -1, 10**12, -(2**63), 2**63]:
        post(f"validity_seconds = {value}", {**good, "validity_seconds": value}, 422, "invalid_validity", "/validity_seconds")
    for url in ["ftp://example.org/", "nonsense", "http://", "http://u:p@example.org/", "http://example.org/#f", "http://e/" + "x" * 2048]:
        post(f"callback_url = {url[:30]!r}", {**good, "callback_url": url}, 422, "invalid_callback_url", "/callback_url")


def doors_and_keys(house):
    good = house.message()
    for name, headers in [("a missing key", {"Authorization": None}), ("a wrong key", {"Authorization": "Bearer wrong-key-0123456789abcdef"}),
                          ("the beginning of a key", {"Authorization": "Bearer " + KEYS["shop"][:-1]}),
                          ("a key and more", {"Authorization": "Bearer " + KEYS["shop"] + "0"}), ("an empty key", {"Authorization": "Bearer "}),
                          ("Basic", {"Authorization": "Basic c2hvcDpzaG9w"}), ("a key in other case", {"Authorization": "Bearer " + KEYS["shop"].upper()})]:
        answer = house.ask("POST", "/v1/messages", good, headers=headers)
        problem_checks(house, f"{name} is answered 401", answer, 401, "unauthorized")
        house.check(f"... with WWW-Authenticate ({name})", answer.headers.get("WWW-Authenticate", "").startswith("Bearer"), answer.headers)
    for path in ["/v1/messages", "/v1/events", "/v1/receipts/unmatched", "/v1/messages/m0000000000000"]:
        problem_checks(house, f"GET {path} without a key", house.ask("GET", path, key=None), 401, "unauthorized")

    for unknown in ["m0000000000000", "m", "nonsense", "m0000000000000x", "%00", "m000000000000%2f", "'%20OR%201=1--"]:
        problem_checks(house, f"unknown id {unknown!r}", house.ask("GET", "/v1/messages/" + unknown), 404, "not_found")
    mine = house.send()
    house.reaches(mine, "delivered")
    theirs = house.ask("GET", f"/v1/messages/{mine}", key="rival")
    problem_checks(house, "another account's id does not exist", theirs, 404, "not_found")
    nobody = house.ask("GET", "/v1/messages/m0000000000000", key="rival")
    house.check("... and is told from an unknown one by nothing", theirs.body == nobody.body, (theirs, nobody))
    problem_checks(house, "another account's message is not cancelled", house.ask("DELETE", f"/v1/messages/{mine}", key="rival"), 404, "not_found")
    house.check("another account's messages are not listed", mine not in [m["id"] for m in house.everything(key="rival")])
    house.check("an administrator sees it", house.get(mine, key="boss").get("id") == mine)
    problem_checks(house, "a message that has ended cannot be cancelled", house.ask("DELETE", f"/v1/messages/{mine}"), 409, "too_late")

    for method, path in [("PUT", "/v1/messages"), ("DELETE", "/v1/messages"), ("PATCH", "/v1/messages/ID"), ("POST", "/v1/messages/ID"),
                         ("GET", "/v1/messages/batch"), ("POST", "/metrics"), ("BREW", "/v1/messages")]:
        answer = house.ask(method, path.replace("ID", mine), body={} if method in ("PUT", "PATCH", "POST") else None)
        problem_checks(house, f"{method} {path} is answered 405", answer, 405, "method_not_allowed")
        house.check(f"... with Allow ({method} {path})", answer.headers.get("Allow"), answer.headers)
    problem_checks(house, "an unknown path", house.ask("GET", "/v2/nothing"), 404, "not_found")
    for path in ["/v1/messages?colour=red", "/v1/messages?state=lost", "/v1/messages?limit=0", "/v1/messages?limit=1001", "/v1/messages?limit=x",
                 "/v1/messages?since=yesterday", "/v1/messages?cursor=nonsense"]:
        problem_checks(house, f"GET {path}", house.ask("GET", path), 400, "invalid_query")
    for kind in [None, "text/plain", "application/x-www-form-urlencoded", "application/jsonx", "application/json; charset=latin1"]:
        problem_checks(house, f"Content-Type {kind}", house.ask("POST", "/v1/messages", json.dumps(good), headers={"Content-Type": kind}), 415,
                       "unsupported_media_type")


def batches(house):
    bad = [({"text": 5}, "invalid_message"), ({"to": "abc"}, "invalid_number"), ({"text": ""}, "empty_text"), ({"txt": "x"}, "invalid_message"),
           ({"text": "x" * 100_000}, "text_too_long")]
    batch, wrong = [], {}
    for index in range(1000):
        fields, code = bad[index // 100 % len(bad)] if index % 100 == 99 else ({}, None)
        batch.append(house.message(client_ref=f"batch-{index}", **fields))
        if code:
            wrong[index] = code
    answer = house.ask("POST", "/v1/messages/batch", {"messages": batch})
    body = answer.json()
    results = body.get("results", [])
    house.check("a batch of 1,000 with 10 bad ones is accepted", answer.status == 202 and (body["accepted"], body["refused"]) == (990, 10), answer)
    house.check("... each with its own result, in order", [r["index"] for r in results] == list(range(1000)), len(results))
    house.check("... the bad ones with their problem, which points at them", all(
        results[i].get("problem", {}).get("code") == code and results[i]["problem"]["errors"][0]["pointer"].startswith(f"/messages/{i}/")
        for i, code in wrong.items()), [results[i] for i in wrong])
    ids = [r["id"] for r in results if "id" in r]
    house.check("... the good ones with an id each", len(set(ids)) == 990)

    def delivered():
        return {m["id"] for m in house.everything("&state=delivered")} >= set(ids)
    house.check("... and all of them are delivered", house.until(delivered, 20, 0.2), len(house.everything("&state=delivered")))

    before = len(house.everything())
    over = house.ask("POST", "/v1/messages/batch", [house.message() for _ in range(1001)])
    house.check("a batch of 1,001 is refused", over.status == 422 and over.json().get("code") == "too_many_messages", over)
    for name, batch, code in [("no message", [], "invalid_message"), ("no array", {"messages": {}}, "invalid_message"),
                              ("no messages", {}, "invalid_message"), ("another field", {"messages": [house.message()], "x": 1}, "invalid_message"),
                              ("only bad ones", [{"to": "x"}, 7, None], "all_refused")]:
        answer = house.ask("POST", "/v1/messages/batch", batch)
        house.check(f"a batch with {name} is refused", answer.status == 422 and answer.json().get("code") == code, answer)
    house.check("... and nothing of them is stored", len(house.everything()) == before)
    house.check("... and a good message is delivered after it", house.still_good())


def idempotency(house):
    body = json.dumps(house.message(text="once")).encode()
    key = {"Idempotency-Key": '"order-17"'}
    first = house.ask("POST", "/v1/messages", body, headers=key)
    again = house.ask("POST", "/v1/messages", body, headers=key)
    house.check("the same key gets the same answer", first.status == again.status == 202 and first.body == again.body, (first, again))
    house.check("... marked Idempotency-Replayed", (first.headers.get("Idempotency-Replayed"), again.headers.get("Idempotency-Replayed")) == (None, "true"))
    house.check("... with the same Location", first.headers["Location"] == again.headers["Location"] == "/v1/messages/" + first.json()["id"])
    other = house.ask("POST", "/v1/messages", body + b" ", headers=key)
    problem_checks(house, "the same key with another body", other, 422, "idempotency_conflict")
    theirs = house.ask("POST", "/v1/messages", body, key="rival", headers=key)
    house.check("another account's same key is another key", theirs.status == 202 and theirs.json()["id"] != first.json()["id"], theirs)
    for name, value in [("empty", '""'), ("too long", "x" * 256), ("with a space", "a b"), ("half a string", '"a')]:
        problem_checks(house, f"a key that is {name}", house.ask("POST", "/v1/messages", body, headers={"Idempotency-Key": value}), 400,
                       "invalid_idempotency_key")
    batch = json.dumps([house.message(), {"to": "x"}]).encode()
    whole = house.ask("POST", "/v1/messages/batch", batch, headers={"Idempotency-Key": "batch-17"})
    house.end(house.gateway, signal.SIGKILL)
    house.serve()
    later = house.ask("POST", "/v1/messages", body, headers=key)
    house.check("the same key after a SIGKILL and a restart", later.status == 202 and later.body == first.body
                and later.headers.get("Idempotency-Replayed") == "true", later)
    problem_checks(house, "... and with another body then", house.ask("POST", "/v1/messages", body + b" ", headers=key), 422, "idempotency_conflict")
    replayed = house.ask("POST", "/v1/messages/batch", batch, headers={"Idempotency-Key": "batch-17"})
    house.check("a batch's key after the restart", replayed.status == 202 and replayed.body == whole.body, (whole, replayed))
    to = json.loads(body)["to"].replace("+", "%2B")
    house.check("one message was made of all that", len(house.everything(f"&to={to}")) == 1, house.everything(f"&to={to}"))


# ---- below HTTP: octets ----

def raw(house, octets, seconds=15, stop=False):
    """Sends the octets; all that comes back until the gateway closes. stop: half-close after them."""
    with socket.create_connection(("127.0.0.1", house.http), timeout=seconds) as s:
        try:
            s.sendall(octets)
            if stop:
                s.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        came = b""
        try:
            while piece := s.recv(65536):
                came += piece
        except OSError as error:
            came += f"<{type(error).__name__}>".encode()
        return came


def smuggling(house):
    inner = json.dumps({"to": "+491519999999", "from": "Shop", "text": "smuggled", "client_ref": "smuggled"}).encode()
    key = b"Authorization: Bearer " + KEYS["shop"].encode() + b"\r\n"
    hidden = (b"POST /v1/messages HTTP/1.1\r\nHost: a\r\n" + key + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(inner)) + inner
    chunks = b"0\r\n\r\n" + hidden
    n = len(chunks)

    def head(*lines, line=b"POST /v1/messages HTTP/1.1", host=b"Host: a\r\n", end=b"\r\n"):
        return line + b"\r\n" + host + key + b"Content-Type: application/json\r\n" + b"".join(one + b"\r\n" for one in lines) + end

    length, chunked = b"Content-Length: %d" % n, b"Transfer-Encoding: chunked"
    cases = [
        ("Content-Length, then Transfer-Encoding", head(length, chunked) + chunks, 400),
        ("Transfer-Encoding, then Content-Length", head(chunked, length) + chunks, 400),
        ("Content-Length 0 and Transfer-Encoding", head(b"Content-Length: 0", chunked) + chunks, 400),
        ("Content-Length twice, the same", head(length, length) + chunks, 400),
        ("Content-Length twice, 0 first", head(b"Content-Length: 0", length) + chunks, 400),
        ("Content-Length twice, 0 last", head(length, b"Content-Length: 0") + chunks, 400),
        ("Content-Length as a list", head(b"Content-Length: %d, %d" % (n, n)) + chunks, 400),
        ("Content-Length with a sign", head(b"Content-Length: +%d" % n) + chunks, 400),
        ("negative Content-Length", head(b"Content-Length: -1") + chunks, 400),
        ("Content-Length with a leading zero", head(b"Content-Length: 0%d" % n) + chunks, 400),
        ("Content-Length in hexadecimal", head(b"Content-Length: 0x%x" % n) + chunks, 400),
        ("Content-Length beyond 64 bits", head(b"Content-Length: 18446744073709551616") + chunks, 400),
        ("empty Content-Length", head(b"Content-Length:") + chunks, 400),
        ("chunked, chunked", head(b"Transfer-Encoding: chunked, chunked") + chunks, 501),
        ("Transfer-Encoding twice", head(chunked, chunked) + chunks, 400),
        ("Transfer-Encoding twice, gzip first", head(b"Transfer-Encoding: gzip", chunked) + chunks, (400, 501)),
        ("Transfer-Encoding twice, identity last", head(chunked, b"Transfer-Encoding: identity") + chunks, 400),
        ("gzip, chunked", head(b"Transfer-Encoding: gzip, chunked") + chunks, 501),
        ("chunked, identity", head(b"Transfer-Encoding: chunked, identity") + chunks, 501),
        ("identity and a length", head(b"Transfer-Encoding: identity", length) + chunks, (400, 501)),
        ("xchunked", head(b"Transfer-Encoding: xchunked") + chunks, 501),
        ("a quoted chunked", head(b'Transfer-Encoding: "chunked"') + chunks, 501),
        ("chunked behind a vertical tab", head(b"Transfer-Encoding: \x0bchunked") + chunks, 400),
        ("Transfer-Encoding in HTTP/1.0", head(chunked, line=b"POST /v1/messages HTTP/1.0") + chunks, 400),
        ("obs-fold in Transfer-Encoding", head(b"Transfer-Encoding:\r\n chunked", length) + chunks, (400, 501)),
        ("obs-fold in another header", head(b"X-A: b\r\n\tc", length) + chunks, 400),
        ("a folded first header", head(b"", line=b"POST /v1/messages HTTP/1.1\r\n X-A: b") + chunks, 400),
        ("bare LF after a header", head(b"X-A: b\nTransfer-Encoding: chunked", length) + chunks, 400),
        ("bare LF everywhere", head(length).replace(b"\r\n", b"\n") + chunks, 400),
        ("bare LF as the empty line", head(length, end=b"\n") + chunks, 400),
        ("bare CR in a header", head(b"X-A: b\rTransfer-Encoding: chunked", length) + chunks, 400),
        ("space before the colon", head(b"Transfer-Encoding : chunked", length) + chunks, 400),
        ("tab before the colon", head(b"Content-Length\t: %d" % n) + chunks, 400),
        ("space in a name", head(b"Transfer Encoding: chunked", length) + chunks, 400),
        ("a header without a colon", head(b"Transfer-Encoding", length) + chunks, 400),
        ("an empty name", head(b": chunked", length) + chunks, 400),
        ("Host twice, the same", head(b"Host: a", length) + chunks, 400),
        ("Host twice, another", head(b"Host: b", length) + chunks, 400),
        ("no Host", head(length, host=b"") + chunks, 400),
        ("a Host that is none", head(length, host=b"Host: a b/c\r\n") + chunks, 400),
        ("another host in the target", head(length, line=b"POST http://b/v1/messages HTTP/1.1") + chunks, 400),
        ("NUL in a value", head(b"X-A: b\x00c", length) + chunks, 400),
        ("NUL in a name", head(b"X-\x00A: b", length) + chunks, 400),
        ("NUL in the target", head(length, line=b"POST /v1/mess\x00ages HTTP/1.1") + chunks, 400),
        ("NUL in Transfer-Encoding", head(b"Transfer-Encoding: chunked\x00", length) + chunks, 400),
        ("NUL at the beginning", b"\x00" + head(length) + chunks, 400),
        ("HTTP/2.0", head(length, line=b"POST /v1/messages HTTP/2.0") + chunks, 505),
        ("HTTP/0.9", head(length, line=b"POST /v1/messages") + chunks, 400),
        ("two spaces in the request line", head(length, line=b"POST  /v1/messages HTTP/1.1") + chunks, 400),
        ("a chunk size that is none", head(chunked) + b"0x5\r\nhello\r\n" + chunks, 400),
        ("a chunk size with a sign", head(chunked) + b"+5\r\nhello\r\n" + chunks, 400),
        ("a chunk size beyond 64 bits", head(chunked) + b"10000000000000005\r\nhello\r\n" + chunks, (400, 413)),
        ("a chunk longer than its size", head(chunked) + b"3\r\nhello\r\n" + chunks, 400),
        ("a chunk with bare LF", head(chunked) + b"5\nhello\n" + chunks.replace(b"\r\n", b"\n", 2), 400),
        ("a chunk size of space", head(chunked) + b" \r\n" + chunks, 400),
        ("101 headers", head(*[b"X-%d: a" % i for i in range(101)], length) + chunks, 431),
        ("a head of 20 KiB", head(b"X-A: " + b"b" * 20_000, length) + chunks, 431),
        ("a TLS hello", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64), 400),
        ("an SMPP PDU", bytes.fromhex("00000010000000150000000000000001"), 400),
    ]
    for name, octets, expected in cases:
        came = raw(house, octets)
        statuses = [int(s) for s in re.findall(rb"HTTP/1\.1 (\d{3}) ", came)]
        fits = len(statuses) == 1 and statuses[0] in (expected if isinstance(expected, tuple) else (expected,))
        fits = fits and b"Connection: close" in came and not came.endswith(b">")
        house.check(f"{name}: refused, and the connection closed", fits and house.still_good(), came[:300])
    smuggled = house.everything("&client_ref=smuggled")
    house.check("no smuggled message was accepted", smuggled == [], smuggled)


def large_bodies(house):
    head = (f"POST /v1/messages HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {KEYS['shop']}\r\nContent-Type: application/json\r\n").encode()

    def pour(extra, begin, piece, pieces):
        """(first line of the answer, octets that the gateway took, seconds)"""
        started, sent = time.monotonic(), 0
        with socket.create_connection(("127.0.0.1", house.http), timeout=10) as s:
            came = b""
            try:
                s.sendall(head + extra + b"\r\n" + begin)
                s.settimeout(0.05)
                for _ in range(pieces):
                    rest = memoryview(piece)
                    while rest:
                        try:
                            count = s.send(rest)
                            rest, sent = rest[count:], sent + count
                        except TimeoutError:
                            if time.monotonic() - started > 10:
                                raise
            except OSError:
                pass
            s.settimeout(10)
            try:
                while more := s.recv(65536):
                    came += more
            except OSError:
                pass
        return came.split(b"\r\n")[0], sent, time.monotonic() - started

    size, block = 100 * MIB, b"x" * 65536
    chunked = b"Transfer-Encoding: chunked\r\n"
    forms = [("announced", b"Content-Length: %d\r\n" % size, b"", block), ("chunked", chunked, b"", b"10000\r\n" + block + b"\r\n"),
             ("in one chunk", chunked, b"6400000\r\n", block)]
    house.still_good()
    before, most = house.resident_kib(), 0
    for name, extra, begin, piece in forms:
        for attempt in range(5):
            line, sent, seconds = pour(extra, begin, piece, size // 65536)
            most = max(most, house.resident_kib())
            if attempt == 0:
                house.check(f"a body of 100 MB, {name}: 413 within 3 s", b" 413 " in line and seconds < 3, (line, sent, seconds))
                house.check(f"... and {sent // 1024} KiB of it were taken", sent < 16 * MIB, sent)
    house.check(f"the gateway's memory does not grow ({before} -> {most} KiB at most)", most - before < 16 * 1024, (before, most))
    came = raw(house, head + b"Content-Length: 104857600\r\nExpect: 100-continue\r\n\r\n")
    house.check("a sender that asks first is refused before it sends", came.startswith(b"HTTP/1.1 413") and b"100 Continue" not in came, came[:200])
    house.check("a good message is delivered after it", house.still_good())


def slow_loris(house, drip=60, silent=10):
    """Connections that dribble a head byte by byte, or say nothing: cut after 10 s, and nobody else feels them."""
    head = b"GET /v1/messages HTTP/1.1\r\nHost: a\r\n" + b"".join(b"X-%d: a\r\n" % i for i in range(50))
    started = time.monotonic()
    open_ones = {}
    for number in range(drip + silent):
        s = socket.create_connection(("127.0.0.1", house.http), timeout=5)
        s.setblocking(False)
        open_ones[s] = number < drip
    ended, answers, times, at = [], [], [], 0
    while open_ones and time.monotonic() - started < 20:
        for s, dribbles in list(open_ones.items()):
            try:
                if dribbles:
                    s.send(head[at:at + 1])
                came = s.recv(4096)
            except BlockingIOError:
                continue
            except OSError:
                came = b""
            if dribbles:
                answers.append(came)
            ended.append(time.monotonic() - started)
            s.close()
            del open_ones[s]
        at += 1
        for _ in range(5):
            asked = time.monotonic()
            if house.ask("POST", "/v1/messages", house.message()).status != 202:
                times.append(60.0)
            times.append(time.monotonic() - asked)
            time.sleep(0.05)
    for s in open_ones:
        s.close()
    house.check(f"{drip} that dribble and {silent} that are silent are all cut", len(ended) == drip + silent, len(ended))
    house.check("... after the head's 10 s", ended and 8.9 <= min(ended) and max(ended) <= 13.5, (min(ended, default=0), max(ended, default=0)))
    house.check("... the dribbling ones with 408", len(answers) == drip and all(a.startswith(b"HTTP/1.1 408") for a in answers), set(answers))
    times.sort()
    house.check(f"a good client's {len(times)} requests meanwhile: median {statistics.median(times) * 1000:.1f} ms, worst {times[-1] * 1000:.0f} ms",
                statistics.median(times) < 0.05 and times[-1] < 2, times[-5:])
    house.check("a good message is delivered after it", house.still_good())


def main():
    with House(sys.argv[1]) as house:
        house.configure("window = 500")
        house.centre()
        house.serve()
        house.check("a good message is accepted and delivered", house.still_good())
        for part in (bodies, doors_and_keys, batches, idempotency, smuggling, large_bodies, slow_loris):
            began = time.monotonic()
            part(house)
            print(f"-- {part.__name__}: {time.monotonic() - began:.1f} s", flush=True)
        house.check("the gateway ends with 0", house.end(house.gateway) == 0)
    return house.finish()


sys.exit(main())
