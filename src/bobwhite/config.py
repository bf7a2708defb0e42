"""What can an operator set, in which unit, and with which default?

Settings are read once, from ``BOBWHITE_…`` environment variables (and a ``.env`` file in the working
directory). ``…_FILE`` variables name a file that holds the value. No secret has a default.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "BOBWHITE_"
_SHORTEST_TOKEN = 16


class ConfigError(ValueError):
    """Raised when a value is out of its range; its text names field, value and range."""


def _setting(
    default: Any, help_: str, *, low: float | None = None, high: float | None = None
) -> Any:
    return field(default=default, metadata={"help": help_, "low": low, "high": high})


@dataclass(frozen=True)
class Settings:
    """All settings of one server."""

    data_dir: Path = _setting(Path("data"), "Folder for database, pictures and secrets.")
    database_url: str = _setting(
        "", "Database address, sqlite:// or postgresql://; empty: a SQLite file in the data folder."
    )
    host: str = _setting("127.0.0.1", "Address that the server listens on.")
    port: int = _setting(8420, "TCP port that the server listens on.", low=1, high=65535)
    origins: tuple[str, ...] = _setting(
        (),
        "Addresses people open, separated by commas; other pages are refused, the first is shown. "
        "Empty: http://localhost with the port.",
    )
    trust_proxy: bool = _setting(
        False, "Whether the client's address is taken from a proxy's X-Forwarded-For header."
    )
    ring_time_s: int = _setting(45, "How long a call rings, in seconds.", low=20, high=60)
    new_account_days: int = _setting(
        7, "How long an account counts as new, in days.", low=0, high=30
    )
    message_rule: bool = _setting(
        True, "Whether people can be rung only by those they have written to."
    )
    sign_ups_per_hour: int = _setting(
        20, "New accounts per hour from one network (IPv4 /24, IPv6 /48).", low=1, high=10000
    )
    turn_urls: tuple[str, ...] = _setting(
        (),
        "Relay addresses for browsers (turn:host:port?transport=udp); empty: run our own coturn.",
    )
    turn_secret: str = field(
        default="",
        repr=False,
        metadata={"help": "Shared secret of an own relay; made at first start if empty."},
    )
    turn_pool: tuple[str, ...] = _setting(
        (), "IPv4 addresses that the relay hands out, separated by commas; required with TURN_URLS."
    )
    turn_host: str = _setting(
        "127.0.0.1", "IPv4 address that our own coturn listens on, as browsers reach it."
    )
    turn_port: int = _setting(
        3478, "UDP port of our own coturn; 0 takes a free one.", low=0, high=65535
    )
    turn_binary: str = _setting("turnserver", "Program name or path of coturn.")

    metrics_token: str = field(
        default="",
        repr=False,
        metadata={
            "help": "What Prometheus shows (Authorization: Bearer) to read /metrics; "
            "16 characters at least; empty: closed."
        },
    )

    def __post_init__(self) -> None:
        if not self.origins:
            object.__setattr__(self, "origins", (f"http://localhost:{self.port}",))

    @property
    def ring_time(self) -> timedelta:
        """How long a call rings."""
        return timedelta(seconds=self.ring_time_s)

    @property
    def new_account_period(self) -> timedelta:
        """How long an account counts as new."""
        return timedelta(days=self.new_account_days)

    @property
    def database(self) -> str:
        """The database address in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'bobwhite.db'}"

    @property
    def secure(self) -> bool:
        """Whether people reach the server by HTTPS."""
        return self.origins[0].startswith("https://")


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Build the settings from ``environment``.

    Raises ``ConfigError`` naming the variable, its value and what is allowed.
    """
    values: dict[str, Any] = {}
    for item in fields(Settings):
        raw = _raw(environment, item.name)
        if raw is not None:
            values[item.name] = _parse(item.name, raw, item.default, item.metadata)
    settings = Settings(**values)
    for origin in settings.origins:
        parts = urlsplit(origin)
        if (
            parts.scheme not in {"http", "https"}
            or not parts.hostname
            or parts.path not in {"", "/"}
        ):
            raise ConfigError(f"{PREFIX}ORIGINS: {origin!r} is not like https://example.org")
    if settings.turn_urls and not (settings.turn_pool and settings.turn_secret):
        raise ConfigError(f"{PREFIX}TURN_URLS needs {PREFIX}TURN_POOL and {PREFIX}TURN_SECRET")
    if settings.metrics_token and len(settings.metrics_token) < _SHORTEST_TOKEN:
        raise ConfigError(f"{PREFIX}METRICS_TOKEN is shorter than {_SHORTEST_TOKEN} characters")
    return settings


def reference() -> str:
    """Return the reference of all settings as Markdown."""
    rows = ["| Variable | Default | Range | Meaning |", "|---|---|---|---|"]
    for item in fields(Settings):
        default = "" if item.default is MISSING else item.default
        if isinstance(default, tuple):
            default = ",".join(default)
        elif isinstance(default, bool):
            default = "on" if default else "off"
        low, high = item.metadata.get("low"), item.metadata.get("high")
        span = f"{low}–{high}" if low is not None else ""
        shown = f"`{default}`" if default != "" else ""
        rows.append(
            f"| `{PREFIX}{item.name.upper()}` | {shown} | {span} | {item.metadata['help']} |"
        )
    return "\n".join(rows) + "\n"


def _raw(environment: Mapping[str, str], name: str) -> str | None:
    key = PREFIX + name.upper()
    file = environment.get(key + "_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ConfigError(f"{key}_FILE: cannot read {file!r}") from error
    return environment.get(key)


def _parse(name: str, raw: str, default: Any, metadata: Mapping[str, Any]) -> Any:
    key = PREFIX + name.upper()
    if isinstance(default, bool):
        if raw.lower() not in {"true", "false", "1", "0", "on", "off"}:
            raise ConfigError(f"{key}: {raw!r} is not on or off")
        return raw.lower() in {"true", "1", "on"}
    if isinstance(default, int):
        low, high = metadata["low"], metadata["high"]
        if not raw.isdecimal() or not low <= int(raw) <= high:
            raise ConfigError(f"{key}: {raw!r} is not a whole number from {low} to {high}")
        return int(raw)
    if isinstance(default, tuple):
        return tuple(part.strip().rstrip("/") for part in raw.split(",") if part.strip())
    if isinstance(default, Path):
        return Path(raw)
    return raw
