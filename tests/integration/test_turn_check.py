"""The operator's check finds a relay that works, and names what is wrong with one that does not."""

from datetime import UTC, datetime
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from bobwhite.calls.ice import IceServer
from bobwhite.integrations.turn.check import Finding, check_coturn, check_relay
from bobwhite.integrations.turn.coturn import LOOPBACK_RELAY, CoturnSettings, render_coturn
from bobwhite.supervise import coturn
from tests.support.relay import running_relay

POOL = frozenset({LOOPBACK_RELAY})


def failed(findings: list[Finding]) -> list[str]:
    return [finding.name for finding in findings if not finding.ok]


async def test_installed_coturn_is_found_with_its_version() -> None:
    finding = await check_coturn("turnserver")
    assert finding.ok
    assert finding.sentence.startswith("coturn 4.")


async def test_missing_coturn_is_found() -> None:
    finding = await check_coturn("no-such-turnserver")
    assert not finding.ok
    assert "not installed" in finding.sentence


async def test_program_without_a_version_is_not_taken_for_coturn() -> None:
    assert not (await check_coturn("true")).ok


async def test_our_own_relay_passes_every_check(tmp_path: Path) -> None:
    async with running_relay(tmp_path) as relay:
        findings = await check_relay(relay.mint(), relay.settings.peers)
    assert [finding.name for finding in findings] == [
        "answers",
        "allocates",
        "refuses_strangers",
        "refuses_tcp",
        "refuses_peers",
        "passes",
    ]
    assert [finding.sentence for finding in findings if not finding.ok] == []


async def test_relay_that_is_away_fails_the_first_check(tmp_path: Path) -> None:
    async with running_relay(tmp_path) as relay:
        ice = relay.mint()
    findings = await check_relay(ice, POOL)
    assert [(finding.name, finding.ok) for finding in findings] == [("answers", False)]


async def test_wrong_secret_and_wrong_pool_are_told_apart(tmp_path: Path) -> None:
    async with running_relay(tmp_path) as relay:
        wrong = relay.mint(secret="nobody-nobody-nobody-nobody")
        secret = (await check_relay(wrong, POOL))[-1]
        pool = (await check_relay(relay.mint(), frozenset({IPv4Address("192.0.2.7")})))[-1]
    assert (secret.name, secret.ok) == (pool.name, pool.ok) == ("allocates", False)
    assert "secret" in secret.sentence
    assert "pool" in pool.sentence


@pytest.mark.parametrize(
    ("dropped", "added", "found"),
    [
        (("use-auth-secret", "static-auth-secret"), "no-auth", "refuses_strangers"),
        (("no-tcp-relay",), "", "refuses_tcp"),
        (("denied-peer-ip",), "", "refuses_peers"),
        (("stale-nonce",), "allowed-peer-ip=10.0.0.0-10.255.255.255", "refuses_peers"),
        (("allowed-peer-ip",), "allowed-peer-ip=127.77.0.2", "passes"),
    ],
)
async def test_careless_configuration_is_found(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    dropped: tuple[str, ...],
    added: str,
    found: str,
) -> None:
    def careless(settings: CoturnSettings, folder: Path) -> str:
        lines = render_coturn(settings, folder).splitlines()
        kept = [line for line in lines if not line.startswith(dropped)]
        assert len(kept) < len(lines)
        return "\n".join([*kept, added, ""])

    monkeypatch.setattr(coturn, "render_coturn", careless)
    async with running_relay(tmp_path) as relay:
        findings = await check_relay(relay.mint(), relay.settings.peers)
    assert failed(findings) == [found]


@pytest.mark.parametrize(
    "url", ["", "stun:relay.example.org", "turns:relay.example.org", "turn:a?transport=tcp"]
)
async def test_without_an_address_for_udp_nothing_is_tried(url: str) -> None:
    ice = IceServer((url,), "alice", "credential", datetime(2026, 1, 5, tzinfo=UTC))
    assert failed(await check_relay(ice, POOL)) == ["address"]
