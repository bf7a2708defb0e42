"""When does a feature hear that a tab came or went?"""

import asyncio
from dataclasses import dataclass, field

import pytest

from bobwhite.accounts.model import Asker
from bobwhite.wire.close_codes import CloseCode
from tests.gateway.server import GatewayServer, Person


@dataclass
class Diary:
    """A hook that writes down what it hears."""

    lines: list[str] = field(default_factory=list)
    written: asyncio.Event = field(default_factory=asyncio.Event)

    async def connected(self, asker: Asker) -> None:
        self._write("came")

    async def gone(self, asker: Asker, *, signed_out: bool) -> None:
        self._write("signed out" if signed_out else "gone")

    def _write(self, line: str) -> None:
        self.lines.append(line)
        self.written.set()

    async def until(self, count: int) -> list[str]:
        async with asyncio.timeout(5):
            while len(self.lines) < count:
                self.written.clear()
                await self.written.wait()
        return self.lines


class Broken:
    """A hook with a fault."""

    async def connected(self, asker: Asker) -> None:
        raise RuntimeError

    async def gone(self, asker: Asker, *, signed_out: bool) -> None:
        raise RuntimeError


@pytest.fixture
def diary(server: GatewayServer) -> Diary:
    made = Diary()
    server.gateway._hooks = (Broken(), made)
    return made


async def test_a_tab_comes_and_goes(alice: Person, diary: Diary) -> None:
    client = await alice.open()
    await client.sync()
    assert diary.lines == ["came"]
    await client.leave()
    assert await diary.until(2) == ["came", "gone"]


async def test_a_dead_network_counts_as_going(alice: Person, diary: Diary) -> None:
    client = await alice.open()
    await client.sync()
    await client.drop()
    assert await diary.until(2) == ["came", "gone"]


@pytest.mark.promise("3.23")
async def test_a_tab_that_comes_back_before_its_old_connection_died_was_never_gone(
    alice: Person, diary: Diary
) -> None:
    older = await alice.open("1")
    await older.sync()
    newer = await alice.open("1")
    await newer.sync()
    assert await older.close_code() == CloseCode.REPLACED
    assert await diary.until(2) == ["came", "came"]
    await newer.leave()
    assert await diary.until(3) == ["came", "came", "gone"]


async def test_a_sign_out_is_told_as_such(
    server: GatewayServer, alice: Person, diary: Diary
) -> None:
    client = await alice.open()
    await client.sync()
    await server.house.sessions.sign_out(alice.asker)
    assert await client.close_code() == CloseCode.SIGNED_OUT
    assert await diary.until(2) == ["came", "signed out"]


async def test_a_connection_that_never_was_ready_is_not_told(alice: Person, diary: Diary) -> None:
    client = await alice.socket()
    await client.leave()
    second = await alice.open()
    await second.sync()
    assert diary.lines == ["came"]


async def test_a_stop_of_the_server_tells_nobody_gone(
    server: GatewayServer, alice: Person, diary: Diary
) -> None:
    client = await alice.open()
    await client.sync()
    await server.gateway.stop()
    assert await client.close_code() == CloseCode.RESTART
    assert diary.lines == ["came"]
