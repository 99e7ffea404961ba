#!/usr/bin/env python3
"""Free ports of loopback that stay ours: each is held by a socket that is bound and does not listen.

A port that is only looked up and let go can be taken before the program that shall listen on it comes (or comes back, after a
kill): by the kernel, for any connection going out. Beside a held one, a program that sets SO_REUSEADDR, as servers do, can
listen; nobody else gets it, and who connects while nobody listens is refused.

    free_port()                       for Python: until the process ends
    exec 7< <(ports.py 3); read -r http smpp app <&7
                                      for shell: until nobody has the reading end open
"""

import select
import socket
import sys

held = []


def free_port():
    one = socket.socket()
    one.bind(("127.0.0.1", 0))
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # after bind(), which would share a held port otherwise
    held.append(one)
    return one.getsockname()[1]


if __name__ == "__main__":
    print(*(free_port() for _ in range(int(sys.argv[1]))), flush=True)
    reader = select.poll()
    reader.register(sys.stdout, 0)  # a pipe without a reader is an error, which is always told
    reader.poll()
