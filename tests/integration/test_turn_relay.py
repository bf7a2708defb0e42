"""What the real coturn, configured by us, grants and refuses."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest

from bobwhite.calls.ice import IN_CALL_LIFETIME
from bobwhite.integrations.turn.check import answers
from bobwhite.integrations.turn.client import IPV6, TCP
from bobwhite.integrations.turn.stun import Attribute, IPAddress, Message
from tests.support.relay import ALICE, BOB, SECRETS, Relay, running_relay

UNAUTHORIZED, FORBIDDEN, NO_IPV6, NO_TCP, WRONG_FAMILY, QUOTA = 401, 403, 440, 442, 443, 486


@pytest.fixture
async def relay(tmp_path: Path) -> AsyncIterator[Relay]:
    async with running_relay(tmp_path) as running:
        yield running


async def test_allocation_with_our_credential_gets_an_address_of_the_pool(relay: Relay) -> None:
    for ttl in (timedelta(minutes=10), IN_CALL_LIFETIME):
        async with relay.client(relay.mint(ttl=ttl)) as client:
            answer = await client.allocate()
            relayed = answer.address(Attribute.XOR_RELAYED_ADDRESS)
            assert relayed is not None
            assert relayed[0] in relay.settings.peers
            assert relay.settings.min_port <= relayed[1] <= relay.settings.max_port


async def test_either_secret_is_taken_while_they_rotate(relay: Relay) -> None:
    for secret in SECRETS:
        async with relay.client(relay.mint(secret=secret)) as client:
            assert (await client.allocate()).error_code is None


@pytest.mark.promise("3.2")
async def test_expired_credential_is_refused(relay: Relay) -> None:
    async with relay.client(relay.mint(ttl=timedelta(seconds=-1))) as client:
        assert (await client.allocate()).error_code == UNAUTHORIZED


async def test_forged_credential_is_refused(relay: Relay) -> None:
    genuine = relay.mint()
    later = f"{int(genuine.expires_at.timestamp()) + 3600}:{genuine.username.partition(':')[2]}"
    for forged in (
        relay.mint(secret="nobody-nobody-nobody-nobody"),
        replace(genuine, credential="forged"),
        replace(genuine, username=later),
        replace(genuine, username="alice"),
    ):
        async with relay.client(forged) as client:
            assert (await client.allocate()).error_code == UNAUTHORIZED


IPV4_PEERS = (
    "0.0.0.0",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "127.0.0.1",
    "127.77.0.2",
    "127.255.255.255",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.168.255.255",
    "192.0.2.1",
    "198.51.100.1",
    "8.8.8.8",
    "224.0.0.1",
    "255.255.255.255",
)
IPV6_PEERS = (
    "::",
    "::1",
    "fc00::1",
    "fe80::1",
    "ff02::1",
    "2001:db8::1",
    "64:ff9b::7f00:1",
    "::127.77.0.1",
    "::ffff:127.0.0.1",
    "::ffff:127.77.0.1",
    "::ffff:10.0.0.1",
    "::ffff:172.16.0.1",
    "::ffff:192.168.0.1",
    "::ffff:169.254.169.254",
    "::ffff:8.8.8.8",
)


@pytest.mark.promise("4.18")
async def test_no_peer_outside_the_pool_is_permitted(relay: Relay) -> None:
    async with relay.client() as client:
        await client.allocate()
        codes = {peer: (await client.permit(ip_address(peer))).error_code for peer in IPV4_PEERS}
        assert codes == dict.fromkeys(IPV4_PEERS, FORBIDDEN)
        codes = {peer: (await client.permit(ip_address(peer))).error_code for peer in IPV6_PEERS}
        assert codes == dict.fromkeys(IPV6_PEERS, WRONG_FAMILY)


async def test_nothing_reaches_a_peer_without_permission(relay: Relay) -> None:
    """A service on loopback hears nothing from an allocation, whatever is sent to it."""
    heard: asyncio.Queue[bytes] = asyncio.Queue()

    class Service(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, addr: object) -> None:
            heard.put_nowait(data)

    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Service, local_addr=("127.0.0.1", 0))
    port = transport.get_extra_info("sockname")[1]
    try:
        async with relay.client() as client:
            await client.allocate()
            client.send((ip_address("127.0.0.1"), port), b"from the relay")
            # An answered request shows that the relay has dealt with what came before it.
            assert (await client.release()).error_code is None
        transport.sendto(b"last", ("127.0.0.1", port))
        assert await asyncio.wait_for(heard.get(), 5) == b"last"
    finally:
        transport.close()


@pytest.mark.promise("4.18")
async def test_two_relays_reach_each_other(relay: Relay) -> None:
    async with relay.client() as near, relay.client(relay.mint(BOB)) as far:
        at_near = relayed_address(await near.allocate())
        at_far = relayed_address(await far.allocate())
        assert (await near.permit(at_far[0])).error_code is None
        assert (await far.permit(at_near[0])).error_code is None
        near.send(at_far, b"hello")
        assert await asyncio.wait_for(far.receive(), 5) == b"hello"
        far.send(at_near, b"hello, too")
        assert await asyncio.wait_for(near.receive(), 5) == b"hello, too"


async def test_tcp_relay_is_refused(relay: Relay) -> None:
    async with relay.client(stream=True) as client:
        assert (await client.allocate(transport=TCP)).error_code == NO_TCP
    async with relay.client(stream=True) as client:
        assert (await client.allocate()).error_code is None


async def test_ipv6_relay_is_refused(relay: Relay) -> None:
    async with relay.client() as client:
        assert (await client.allocate(family=IPV6)).error_code == NO_IPV6


async def test_quota_holds_across_credentials_of_one_account(relay: Relay) -> None:
    quota = relay.settings.user_quota
    async with AsyncExitStack() as stack:
        codes = []
        for number in range(quota + 2):
            ice = relay.mint(ALICE, timedelta(minutes=10, seconds=number))
            client = await stack.enter_async_context(relay.client(ice))
            codes.append((await client.allocate()).error_code)
        assert codes == [None] * quota + [QUOTA] * 2
        other = await stack.enter_async_context(relay.client(relay.mint(BOB)))
        assert (await other.allocate()).error_code is None


def command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def opened_files(pid: int) -> set[Path]:
    files = {file.resolve() for file in Path(f"/proc/{pid}/fd").iterdir()}
    return {file for file in files if file.is_file()}


async def test_secrets_and_files_stay_in_a_private_folder(relay: Relay) -> None:
    assert relay.folder.stat().st_mode & 0o777 == 0o700
    assert (relay.folder / "turnserver.conf").stat().st_mode & 0o777 == 0o600
    async with relay.client() as client:
        await client.allocate()
    pid = relay.child.pid
    assert pid is not None
    assert "turnserver" in command_line(pid)
    assert not any(secret in command_line(pid) for secret in SECRETS)
    assert all(file.is_relative_to(relay.folder) for file in opened_files(pid))
    assert not list(beside_null())


def beside_null() -> Iterator[Path]:
    """Files that a log named /dev/null gets with a date in its name."""
    return Path("/dev").glob("null_*")


def relayed_address(answer: Message) -> tuple[IPAddress, int]:
    address = answer.address(Attribute.XOR_RELAYED_ADDRESS)
    assert address is not None
    return address


async def test_a_relay_answers_until_it_ends(tmp_path: Path) -> None:
    async with running_relay(tmp_path) as relay:
        assert await answers(relay.settings.urls)
        urls = relay.settings.urls
    with pytest.raises((TimeoutError, OSError)):
        await answers(urls)
    assert await answers(("turns:relay.example:5349?transport=tcp",))
