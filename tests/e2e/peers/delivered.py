"""Reads a deliver_sm's body."""

import collections
import struct

Delivered = collections.namedtuple("Delivered", "source to esm_class coding octets tlvs")
PAYLOAD = 0x0424


def read_delivered(body):
    """octets: the user data, from wherever it stands; tlvs: tag -> value."""
    def c_string(at):
        end = body.index(b"\0", at)
        return body[at:end].decode(), end + 1
    _, at = c_string(0)
    source, at = c_string(at + 2)
    to, at = c_string(at + 2)
    esm_class, at = body[at], at + 3
    _, at = c_string(at)
    _, at = c_string(at)
    coding, length = body[at + 2], body[at + 4]
    octets, at, tlvs = body[at + 5:at + 5 + length], at + 5 + length, {}
    while len(body) - at >= 4:
        tag, length = struct.unpack_from(">HH", body, at)
        tlvs[tag], at = body[at + 4:at + 4 + length], at + 4 + length
    return Delivered(source, to, esm_class, coding, tlvs.get(PAYLOAD, octets), tlvs)
