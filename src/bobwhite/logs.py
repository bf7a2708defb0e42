"""What does a log line look like?

One structured line per lifecycle change, ids shortened. Nothing that only participants should know is
ever passed to a logger; the libraries' own logs are kept at warnings.
"""

import logging
import sys
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog


class _Unfailing:
    """A stream to a disk that may be full: a line that is lost must not lose a request."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()


Watcher = Callable[[str, Mapping[str, object]], None]
"""Sees every line before it is written: its level and its fields."""


def set_up_logs(*, readable: bool, watch: Watcher | None = None) -> None:
    """Write to standard error: for people when ``readable``, else one JSON object per line."""

    def watched(
        _logger: Any, level: str, line: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        if watch is not None:
            watch(level, line)
        return line

    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if readable
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            watched,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _Unfailing(sys.stderr))),
        cache_logger_on_first_use=False,
    )
