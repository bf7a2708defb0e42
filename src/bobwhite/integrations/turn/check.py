"""Does the relay work, and does it keep to its rules?

For ``bobwhite doctor``: it asks coturn what a client, a stranger and an abuser would ask. Permissions for
foreign peers are only requested; no packet goes to any of them.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address

from bobwhite.calls.ice import IceServer
from bobwhite.integrations.turn.client import TCP, TurnClient, open_client
from bobwhite.integrations.turn.coturn import find_coturn
from bobwhite.integrations.turn.stun import Attribute, IPAddress

ADVISED_VERSION = (4, 17)
"""Older releases are safe with our configuration alone; newer ones limit floods by themselves."""

FOREIGN_PEERS: tuple[IPAddress, ...] = tuple(
    ip_address(text)
    for text in (
        "0.0.0.0",  # noqa: S104
        "127.0.0.1",
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "fc00::1",
        "fe80::1",
        "2001:db8::1",
    )
)
"""One peer of each kind that a relay must never reach (RFC 6890, RFC 5737, RFC 3849)."""

_URL = re.compile(r"turn:(?P<host>[^:?\[\]]+)(?::(?P<port>\d{1,5}))?(?:\?transport=udp)?")
_DEFAULT_PORT = 3478
_PASSES_WITHIN_S = 3.0


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: whether it is well, and a sentence for the operator."""

    name: str
    ok: bool
    sentence: str


async def check_coturn(binary: str) -> Finding:
    """Tell whether coturn is installed, and its version."""
    program = find_coturn(binary)
    if program is None:
        return Finding("coturn", False, "coturn is not installed: install the package coturn.")
    process = await asyncio.create_subprocess_exec(
        str(program),
        "--version",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    output, _ = await process.communicate()
    version = re.match(rb"\s*((\d+)\.(\d+)[.\d]*)", output)
    if version is None:
        return Finding("coturn", False, "The program configured as coturn tells no version.")
    sentence = f"coturn {version[1].decode()} is installed."
    if (int(version[2]), int(version[3])) < ADVISED_VERSION:
        sentence += " {}.{} or later is advised.".format(*ADVISED_VERSION)
    return Finding("coturn", True, sentence)


async def answers(urls: tuple[str, ...]) -> bool:
    """Tell whether a relay answers at all; one that has no UDP address is not asked and counts as up.

    Raises ``TimeoutError`` when nothing comes back, ``OSError`` where nothing can be sent.
    """
    address = _udp_address(urls)
    if address is not None:
        async with open_client(*address) as client:
            await client.binding()
    return True


async def check_relay(ice: IceServer, pool: frozenset[IPv4Address]) -> list[Finding]:
    """Try a relay with a fresh credential; stops at the first step that the others need.

    ``pool`` holds the addresses that candidates may have.
    """
    address = _udp_address(ice.urls)
    if address is None:
        return [Finding("address", False, "No relay address for UDP (turn:host:port) is set.")]
    relay = _Relay(*address, ice, pool)
    findings: list[Finding] = []
    for name, check in _CHECKS:
        try:
            finding = Finding(name, *await check(relay))
        except TimeoutError:
            finding = Finding(name, False, "The relay does not answer in time.")
        except (OSError, ValueError):
            finding = Finding(name, False, "The relay does not answer as expected.")
        findings.append(finding)
        if not finding.ok and name in _NEEDED_BY_OTHERS:
            break
    return findings


@dataclass(frozen=True)
class _Relay:
    host: str
    port: int
    ice: IceServer
    pool: frozenset[IPv4Address]

    @asynccontextmanager
    async def client(
        self, *, credential: str | None = None, stream: bool = False
    ) -> AsyncIterator[TurnClient]:
        password = self.ice.credential if credential is None else credential
        async with open_client(
            self.host, self.port, self.ice.username, password, stream=stream
        ) as client:
            yield client


async def _answers(relay: _Relay) -> tuple[bool, str]:
    async with relay.client() as client:
        await client.binding()
    return True, "The relay answers."


async def _allocates(relay: _Relay) -> tuple[bool, str]:
    async with relay.client() as client:
        answer = await client.allocate()
        if answer.error_code is not None:
            return False, (
                f"The relay refuses our credential (code {answer.error_code}):"
                " compare the shared secret and the clocks of both machines."
            )
        relayed = answer.address(Attribute.XOR_RELAYED_ADDRESS)
        await client.release()
    if relayed is None or relayed[0] not in relay.pool:
        return False, "The relay hands out an address outside the pool: compare BOBWHITE_TURN_POOL."
    return True, "The relay takes our credential and hands out an address of the pool."


async def _refuses_strangers(relay: _Relay) -> tuple[bool, str]:
    async with relay.client(credential="forged") as client:
        refused = (await client.allocate()).error_code == 401
    return refused, "Forged credentials are refused." if refused else "Anybody may use the relay."


async def _refuses_tcp(relay: _Relay) -> tuple[bool, str]:
    # Only a client that itself comes by TCP may ask for it (RFC 6062 §4.1).
    async with relay.client(stream=True) as client:
        refused = (await client.allocate(transport=TCP)).error_code is not None
    return refused, "Relaying to TCP is off." if refused else "Relaying to TCP is on: turn it off."


async def _refuses_peers(relay: _Relay) -> tuple[bool, str]:
    foreign = [peer for peer in FOREIGN_PEERS if peer not in relay.pool]
    async with relay.client() as client:
        if (await client.allocate()).error_code is not None:
            raise ValueError("no allocation to ask with")
        reached = [peer for peer in foreign if (await client.permit(peer)).error_code is None]
        await client.release()
    if reached:
        names = ", ".join(str(peer) for peer in reached)
        return False, f"The relay would send to {names}: close it now."
    return True, "The relay reaches no address outside its pool."


async def _passes(relay: _Relay) -> tuple[bool, str]:
    """Send one packet from an allocation to another, as in a call."""
    async with relay.client() as near, relay.client() as far:
        at = [(await end.allocate()).address(Attribute.XOR_RELAYED_ADDRESS) for end in (near, far)]
        if at[0] is None or at[1] is None:
            raise ValueError("an allocation without an address")
        answers = [await near.permit(at[1][0]), await far.permit(at[0][0])]
        if any(answer.error_code is not None for answer in answers):
            return False, "Two relays may not reach each other: allow the pool as peers."
        near.send(at[1], b"bobwhite")
        await asyncio.wait_for(far.receive(), _PASSES_WITHIN_S)
        await near.release()
        await far.release()
    return True, "Two relays pass a packet to each other."


_CHECKS: tuple[tuple[str, Callable[[_Relay], Awaitable[tuple[bool, str]]]], ...] = (
    ("answers", _answers),
    ("allocates", _allocates),
    ("refuses_strangers", _refuses_strangers),
    ("refuses_tcp", _refuses_tcp),
    ("refuses_peers", _refuses_peers),
    ("passes", _passes),
)
_NEEDED_BY_OTHERS = {"answers", "allocates"}


def _udp_address(urls: tuple[str, ...]) -> tuple[str, int] | None:
    for url in urls:
        match = _URL.fullmatch(url)
        if match is not None:
            return match["host"], int(match["port"] or _DEFAULT_PORT)
    return None
