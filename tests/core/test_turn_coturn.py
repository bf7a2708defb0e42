"""The configuration of coturn lets clients reach the pool and nothing else."""

from dataclasses import replace
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest

from bobwhite.integrations.turn.coturn import (
    LOOPBACK_RELAY,
    CoturnSettings,
    TlsListener,
    render_coturn,
)

FOLDER = Path("/srv/bobwhite/coturn")
SECRET = "north-north-north-north-north"
PUBLIC = CoturnSettings(listen=IPv4Address("203.0.113.7"), secrets=(SECRET,))
LOOPBACK = CoturnSettings(listen=IPv4Address("127.0.0.1"), secrets=(SECRET,))


def options(settings: CoturnSettings) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in render_coturn(settings, FOLDER).splitlines():
        name, _, value = line.partition("=")
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("settings", [PUBLIC, LOOPBACK])
def test_every_form_denies_all_peers_but_the_pool(settings: CoturnSettings) -> None:
    found = options(settings)
    assert found["denied-peer-ip"] == [
        "0.0.0.0-255.255.255.255",
        "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ]
    assert found["allowed-peer-ip"] == found["relay-ip"] == [str(settings.relay_address)]
    assert found.keys() >= {
        "use-auth-secret",
        "no-tcp-relay",
        "no-multicast-peers",
        "no-cli",
        "no-software-attribute",
        "fingerprint",
    }
    assert found["user-quota"] == ["12"]
    assert found["max-bps"] == ["400000"]
    assert found["stale-nonce"] == ["600"]


@pytest.mark.parametrize("settings", [PUBLIC, LOOPBACK])
def test_every_form_is_quiet_and_writes_only_into_its_folder(settings: CoturnSettings) -> None:
    text = render_coturn(settings, FOLDER)
    found = options(settings)
    assert text.index("simple-log") < text.index("log-file=/dev/null")
    assert "no-stdout-log" in found
    assert not found.keys() & {"verbose", "Verbose", "syslog", "log-binding"}
    assert found["pidfile"] == [str(FOLDER / "turnserver.pid")]
    assert found["userdb"] == [str(FOLDER / "turnserver.db")]


def test_only_the_loopback_form_allows_loopback_peers() -> None:
    assert "allow-loopback-peers" not in options(PUBLIC)
    assert "allow-loopback-peers" in options(LOOPBACK)
    assert options(LOOPBACK)["listening-ip"] == ["127.0.0.1"]
    assert options(LOOPBACK)["allowed-peer-ip"] == [str(LOOPBACK_RELAY)]


def test_pool_of_several_servers_is_one_line_each() -> None:
    settings = replace(PUBLIC, pool=frozenset({IPv4Address("203.0.113.9"), PUBLIC.listen}))
    assert options(settings)["allowed-peer-ip"] == ["203.0.113.7", "203.0.113.9"]
    assert options(settings)["relay-ip"] == ["203.0.113.7"]


def test_both_secrets_stand_while_they_rotate_and_none_shows() -> None:
    older = "south-south-south-south-south"
    settings = replace(PUBLIC, secrets=(SECRET, older))
    assert options(settings)["static-auth-secret"] == [SECRET, older]
    assert SECRET not in repr(settings)


def test_tls_is_off_without_a_certificate() -> None:
    assert {"no-tls", "no-dtls"} <= options(PUBLIC).keys()
    tls = TlsListener(certificate=Path("/etc/tls/cert.pem"), key=Path("/etc/tls/key.pem"))
    found = options(replace(PUBLIC, tls=tls))
    assert not {"no-tls", "no-dtls"} & found.keys()
    assert found["tls-listening-port"] == ["5349"]
    assert (found["cert"], found["pkey"]) == (["/etc/tls/cert.pem"], ["/etc/tls/key.pem"])


def test_total_quota_is_the_number_of_relay_ports() -> None:
    found = options(replace(PUBLIC, min_port=50000, max_port=50099))
    assert (found["min-port"], found["max-port"]) == (["50000"], ["50099"])
    assert found["total-quota"] == ["100"]


def test_urls_name_the_listener_udp_first() -> None:
    assert replace(PUBLIC, listening_port=3479).urls == (
        "turn:203.0.113.7:3479?transport=udp",
        "turn:203.0.113.7:3479?transport=tcp",
    )


@pytest.mark.parametrize(
    "change",
    [
        {"secrets": ()},
        {"secrets": ("short",)},
        {"secrets": (SECRET, SECRET + "\nallow-loopback-peers")},
        {"realm": "bob white"},
        {"realm": "bobwhite\nno-auth"},
        {"min_port": 80},
        {"min_port": 50001, "max_port": 50000},
        {"max_port": 65536},
        {"listen": IPv4Address("0.0.0.0")},
        {"relay": IPv4Address("0.0.0.0")},
        {"pool": frozenset({IPv4Address("0.0.0.0")})},
        {"relay": IPv4Address("127.77.0.1")},
        {"listen": IPv4Address("127.0.0.1"), "relay": IPv4Address("203.0.113.7")},
        {"listen": IPv4Address("127.0.0.1"), "relay": IPv4Address("127.0.0.1")},
        {"listen": IPv4Address("127.0.0.1"), "pool": frozenset({IPv4Address("127.0.0.1")})},
    ],
)
def test_value_that_opens_the_relay_or_breaks_the_file_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"relay|realm"):
        replace(PUBLIC, **change)


def test_path_with_a_line_end_is_refused() -> None:
    with pytest.raises(ValueError, match="control character"):
        render_coturn(PUBLIC, Path("/srv/a\nno-auth"))
