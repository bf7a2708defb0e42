"""What does a running server count, for an operator's Prometheus?

Labels hold routes, commands, codes and parts, all from our own lists: never an id, an address, a name or
a text. What is counted of calls is read from the log lines of their lifecycle, so that both agree.
"""

from collections.abc import Callable, Mapping

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from bobwhite import __version__

CONTENT_TYPE = CONTENT_TYPE_LATEST
"""Media type of ``Metrics.text``."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_CALL_LINES = {
    "call_placed": "placed",
    "call_refused": "refused",
    "call_ringing": "ringing",
    "call_accepted": "accepted",
}
_ALARMING = frozenset({"warning", "error", "critical"})


class Metrics:
    """The figures of one server."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        Gauge(
            "bobwhite_build_info", "Always 1; the label names the version.", ["version"],
            registry=registry,
        ).labels(__version__).set(1)  # fmt: skip
        self._connections = Gauge(
            "bobwhite_connections", "Open connections of the gateway.", registry=registry
        )
        self._ready = Gauge(
            "bobwhite_ready", "1 while this part answers, else 0.", ["part"], registry=registry
        )
        self._requests = Histogram(
            "bobwhite_http_request_seconds", "HTTP requests by route, method and status.",
            ["route", "method", "status"], registry=registry,
        )  # fmt: skip
        self._commands = Histogram(
            "bobwhite_command_seconds", "Commands of the gateway by kind, and ok or their code.",
            ["command", "outcome"], registry=registry,
        )  # fmt: skip
        self._calls = Counter(
            "bobwhite_call_steps", "Calls that got so far.", ["step"], registry=registry
        )
        self._ended = Counter(
            "bobwhite_calls_ended", "Calls that ended, by reason.", ["reason"], registry=registry
        )
        self._faults = Counter(
            "bobwhite_faults", "Warnings and errors in the log, by the line's name.", ["line"],
            registry=registry,
        )  # fmt: skip

    def count_connections(self, count: Callable[[], int]) -> None:
        """Ask ``count`` for the open connections whenever the figures are read."""
        self._connections.set_function(count)

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one HTTP request; ``route`` is the template and never the path."""
        known = method if method in _METHODS else "other"
        self._requests.labels(route, known, str(status)).observe(seconds)

    def command(self, kind: str, outcome: str, seconds: float) -> None:
        """Count one command of the gateway; ``outcome`` is ``ok`` or the public code."""
        self._commands.labels(kind, outcome).observe(seconds)

    def line(self, level: str, line: Mapping[str, object]) -> None:
        """Count what a log line tells; only its name, its level and a reason are read."""
        name = str(line.get("event", ""))
        if name in _CALL_LINES:
            self._calls.labels(_CALL_LINES[name]).inc()
        elif name == "call_ended":
            self._ended.labels(str(line.get("reason", ""))).inc()
        if level in _ALARMING:
            self._faults.labels(name).inc()

    def ready(self, parts: Mapping[str, bool]) -> None:
        """Note which parts of the server answer."""
        for part, answers in parts.items():
            self._ready.labels(part).set(answers)

    def text(self) -> bytes:
        """Return every figure in Prometheus' text format, of the type ``CONTENT_TYPE``."""
        return generate_latest(self._registry)
