"""Why does the server close a connection, and what should the client do?"""

from enum import IntEnum


class CloseCode(IntEnum):
    """Close codes of RFC 6455 that the gateway uses, and its own in 4000–4999."""

    GOING_AWAY = 1001
    """The server stops; reconnect after the time its goodbye named."""
    TOO_LARGE = 1009
    """A frame was over the limit; do not send it again."""
    RESTART = 1012
    """The server restarts; reconnect and resume."""
    MALFORMED = 4400
    """A frame was not a message of this protocol."""
    SIGNED_OUT = 4401
    """No session, or it ended; sign in again."""
    FORBIDDEN_ORIGIN = 4403
    """The page comes from another site."""
    VERSION = 4406
    """The subprotocol is not spoken here; reload the page."""
    HELLO_EXPECTED = 4408
    """The first message was not a hello, or none came in time."""
    REPLACED = 4409
    """The same tab connected again; this connection is the older one."""
    TOO_MANY = 4429
    """Too many messages in a short time; return after a pause."""
    TOO_SLOW = 4430
    """The client did not read fast enough; reconnect and resume."""
    SILENT = 4440
    """No heartbeat came back in time; reconnect and resume."""
