"""A server on loopback and two people on it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bobwhite.clock import ManualClock
from bobwhite.storage.engine import Database
from tests.gateway.server import GatewayServer, Person


@pytest.fixture
async def server(
    sqlite_database: Database, clock: ManualClock, tmp_path: Path
) -> AsyncIterator[GatewayServer]:
    made = GatewayServer(sqlite_database, clock, tmp_path)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def alice(server: GatewayServer) -> Person:
    return await server.join("alice")


@pytest.fixture
async def bob(server: GatewayServer) -> Person:
    return await server.join("bob")
