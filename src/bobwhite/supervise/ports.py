"""Which ports are free on this machine?

An answer holds for the moment: the port may be taken before it is used.
"""

import errno
import socket
from ipaddress import IPv4Address

_ATTEMPTS = 20


def free_port(address: IPv4Address) -> int:
    """Return a port that is free for both UDP and TCP; raises ``OSError`` when none is found."""
    for _ in range(_ATTEMPTS):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as stream:
            stream.bind((str(address), 0))
            port: int = stream.getsockname()[1]
        if is_free(address, port):
            return port
    raise OSError(errno.EADDRINUSE, "no free port")


def is_free(address: IPv4Address, port: int) -> bool:
    """Tell whether nobody holds ``port`` for UDP or TCP.

    Raises ``OSError`` when ``address`` is not one of this machine or the port is forbidden.
    """
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind is socket.SOCK_STREAM:
                # Connections that closed a moment ago do not count.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((str(address), port))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    return False
                raise
    return True
