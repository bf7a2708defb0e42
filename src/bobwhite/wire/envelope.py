"""Which messages exist in each direction, and how are they read and written?"""

from typing import TypeVar

import msgspec

from bobwhite.errors import ErrorCode, InvalidError
from bobwhite.wire import calls, handshake, messages, presence
from bobwhite.wire.base import MAX_FRAME_BYTES, MAX_RID_CHARS, Message


class Ok(Message, frozen=True, kw_only=True, tag="ok"):
    """The command was carried out."""

    rid: str


class Error(Message, frozen=True, kw_only=True, tag="error"):
    """The command changed nothing. ``rid`` is null when the frame could not be read."""

    rid: str | None
    code: ErrorCode
    field: str | None = None
    retry_after_s: int | None = None


ClientMessage = (
    handshake.Hello
    | handshake.Pong
    | messages.MessageSend
    | messages.MessageDelete
    | messages.MessageReceived
    | messages.MessageRead
    | messages.MessageTyping
    | messages.ConversationAccept
    | messages.ConversationDecline
    | presence.PresenceWatch
    | calls.CallStart
    | calls.CallAlerting
    | calls.CallSilence
    | calls.CallAccept
    | calls.CallDecline
    | calls.CallCancel
    | calls.CallHangUp
    | calls.CallSignal
    | calls.CallMedia
    | calls.CallFail
    | calls.CallRejoin
    | calls.CallRenewIce
    | calls.CallMarkSeen
)

ServerMessage = (
    Ok
    | Error
    | handshake.Ready
    | handshake.Resumed
    | handshake.Goodbye
    | handshake.Ping
    | messages.MessageSent
    | messages.MessageNew
    | messages.MessageDeleted
    | messages.MessageMarks
    | messages.ConversationChanged
    | messages.ConversationGone
    | messages.TypingHappened
    | presence.PresenceWatched
    | presence.PresenceChanged
    | presence.PersonChanged
    | presence.RelationChanged
    | presence.MeChanged
    | presence.SettingsChanged
    | calls.CallPlaced
    | calls.CallJoined
    | calls.CallIce
    | calls.CallRing
    | calls.CallRinging
    | calls.CallAccepted
    | calls.CallRejoined
    | calls.CallRingEnded
    | calls.CallSignalled
    | calls.CallEnded
    | calls.CallEntryChanged
    | calls.CallEntryRemoved
    | calls.CallEntriesSeen
)

_client_decoder: msgspec.json.Decoder[ClientMessage] = msgspec.json.Decoder(ClientMessage)
_encoder = msgspec.json.Encoder()

AnyMessage = TypeVar("AnyMessage", bound=Message)


def decode_client(frame: bytes | str) -> ClientMessage:
    """Read one client frame.

    Raises ``InvalidError`` with ``too_large`` before parsing, else with ``malformed``.
    """
    if len(frame) > MAX_FRAME_BYTES:
        raise InvalidError(ErrorCode.TOO_LARGE)
    try:
        return _client_decoder.decode(frame)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidError(field=_member(error)) from error


def _member(error: Exception) -> str | None:
    """Return the path of the member that did not fit, without its value."""
    _, separator, path = str(error).rpartition(" - at `$.")
    return path.rstrip("`")[:80] if separator else None


class _Numbered(msgspec.Struct):
    rid: str


_numbered_decoder = msgspec.json.Decoder(_Numbered)


def readable_rid(frame: str) -> str | None:
    """Return the request id of a frame that is no valid message, where it has a usable one."""
    try:
        rid = _numbered_decoder.decode(frame).rid
    except (msgspec.DecodeError, RecursionError):
        return None
    return rid if 0 < len(rid) <= MAX_RID_CHARS else None


def encode(message: Message) -> str:
    """Write one message as a text frame."""
    return _encoder.encode(message).decode()
