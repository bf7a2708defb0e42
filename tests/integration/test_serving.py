"""How does the server hold its sockets?"""

import socket

from tests.http.browser import device_keys
from tests.support.served import Served


async def test_no_answer_waits_for_an_acknowledgement(served: Served) -> None:
    alice = await served.visitor().join("alice", device_keys())
    client = await alice.open()
    held = served.server.server_state.connections
    sockets = [connection.transport.get_extra_info("socket") for connection in held]
    assert len(sockets) == 2, "one for requests, one for the gateway"
    assert all(one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for one in sockets)
    await client.leave()
