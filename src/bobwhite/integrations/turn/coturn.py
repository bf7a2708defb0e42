"""With which configuration does coturn serve calls and nothing else?

Every client has its own relay, so a relay has to reach only its own pool: IPv4, UDP, no other peer. The
text is made here and goes to a file that only its owner reads; no secret stands on a command line.
"""

import re
import shutil
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path

LOOPBACK_RELAY = IPv4Address("127.77.0.1")
"""The relay address of a demo: its own, so that other services on loopback stay out of reach."""

_SECRET = re.compile(r"[A-Za-z0-9_-]{22,128}")
_REALM = re.compile(r"[A-Za-z0-9.-]{1,127}")


@dataclass(frozen=True)
class TlsListener:
    """Where coturn listens with TLS and DTLS, and with which certificate (PEM files)."""

    certificate: Path
    key: Path
    port: int = 5349


@dataclass(frozen=True)
class CoturnSettings:
    """What the configuration of one coturn depends on.

    Raises ``ValueError`` for values that would open the relay or break the file.
    """

    listen: IPv4Address
    """Where clients reach the relay."""
    secrets: tuple[str, ...] = field(repr=False)
    """Secrets shared with the server, newest first; two while they rotate. 22 or more of base64url."""
    listening_port: int = 3478
    relay: IPv4Address | None = None
    """The address that allocations get; without it ``listen``, on loopback 127.77.0.1."""
    pool: frozenset[IPv4Address] = frozenset()
    """Relay addresses of other servers whose clients may be reached; the own one always counts."""
    realm: str = "bobwhite"
    tls: TlsListener | None = None
    min_port: int = 49152
    max_port: int = 65535
    """First and last relay port, one for each allocation; a firewall lets only these through."""
    user_quota: int = 12
    """Allocations of one account at once; fewer breaks several devices, more invites abuse."""
    max_bps: int = 400_000
    """Bytes per second of one allocation, each way; fewer cuts video, more sells bandwidth."""
    bps_capacity: int = 0
    """Bytes per second of all allocations together, below the network's; 0 sets no limit."""

    def __post_init__(self) -> None:
        if not self.secrets or not all(_SECRET.fullmatch(secret) for secret in self.secrets):
            raise ValueError("a relay secret is 22 to 128 characters of base64url")
        if not _REALM.fullmatch(self.realm):
            raise ValueError("a realm is letters, digits, dots and hyphens")
        if not 1024 <= self.min_port <= self.max_port <= 65535:
            raise ValueError("relay ports are a range within 1024 to 65535")
        if self.listen.is_loopback != self.relay_address.is_loopback:
            raise ValueError("a relay on loopback is only for clients on loopback")
        if self.is_loopback and self.relay_address == self.listen:
            raise ValueError("a relay on loopback needs an address of its own")
        if self.is_loopback and self.pool - {self.relay_address}:
            raise ValueError("a relay on loopback reaches only itself")
        if any(address.is_unspecified for address in (self.listen, *self.peers)):
            raise ValueError("addresses of a relay are named, never 0.0.0.0")

    @property
    def is_loopback(self) -> bool:
        """Whether this is the form for a demo or a test, closed to the network."""
        return self.listen.is_loopback

    @property
    def relay_address(self) -> IPv4Address:
        """The address of allocations."""
        return self.relay or (LOOPBACK_RELAY if self.listen.is_loopback else self.listen)

    @property
    def peers(self) -> frozenset[IPv4Address]:
        """The only addresses that an allocation may exchange packets with."""
        return self.pool | {self.relay_address}

    @property
    def urls(self) -> tuple[str, ...]:
        """Addresses of this relay for a browser (RFC 7065), UDP first."""
        plain = f"turn:{self.listen}:{self.listening_port}"
        return (f"{plain}?transport=udp", f"{plain}?transport=tcp")


def render_coturn(settings: CoturnSettings, folder: Path) -> str:
    """Return the configuration; whatever coturn itself writes stays in ``folder``."""
    lines = [
        # Read in order: without it first, the log's name would get a date, and be a file.
        "simple-log",
        "log-file=/dev/null",
        "no-stdout-log",
        f"pidfile={_path(folder / 'turnserver.pid')}",
        f"userdb={_path(folder / 'turnserver.db')}",
        "no-dynamic-ip-list",
        "no-dynamic-realms",
        "no-cli",
        "use-auth-secret",
        *(f"static-auth-secret={secret}" for secret in settings.secrets),
        f"realm={settings.realm}",
        f"listening-ip={settings.listen}",
        f"listening-port={settings.listening_port}",
        *_tls(settings.tls),
        "fingerprint",
        # An IPv4 address here, and none of IPv6, is what refuses every peer in IPv6 form.
        f"relay-ip={settings.relay_address}",
        "denied-peer-ip=0.0.0.0-255.255.255.255",
        "denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        *(f"allowed-peer-ip={peer}" for peer in sorted(settings.peers)),
        *(["allow-loopback-peers"] if settings.is_loopback else []),
        "no-multicast-peers",
        "no-tcp-relay",
        "no-software-attribute",
        "no-rfc5780",
        "no-stun-backward-compatibility",
        f"user-quota={settings.user_quota}",
        f"total-quota={settings.max_port - settings.min_port + 1}",
        f"max-bps={settings.max_bps}",
        f"bps-capacity={settings.bps_capacity}",
        "stale-nonce=600",
        f"min-port={settings.min_port}",
        f"max-port={settings.max_port}",
        # Newer releases only; older ones pass over them.
        "stateless-nonce",
        "unauthorized-ratelimit",
    ]
    return "\n".join(lines) + "\n"


def find_coturn(program: str) -> Path | None:
    """Return where ``program`` (a name or a path) is installed, or ``None``."""
    found = shutil.which(program)
    return None if found is None else Path(found)


def _tls(tls: TlsListener | None) -> list[str]:
    if tls is None:
        return ["no-tls", "no-dtls"]
    return [
        f"tls-listening-port={tls.port}",
        f"cert={_path(tls.certificate)}",
        f"pkey={_path(tls.key)}",
    ]


def _path(path: Path) -> str:
    text = str(path.absolute())
    if not text.isprintable():
        raise ValueError("a path in the relay's configuration holds a control character")
    return text
