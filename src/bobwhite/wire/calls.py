"""How do two clients and the server talk about a call?

Commands are ``area.verb``, events ``area.happened``. The device that starts a call makes its id,
which is the idempotency key: the same command again changes nothing, other content is refused.
"""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from bobwhite.wire.base import (
    MAX_SDP_BYTES,
    AccountIdText,
    ByteId,
    Command,
    ContentType,
    Jws,
    Message,
    Milliseconds,
    Position,
    Shape,
)
from bobwhite.wire.people import Person, Relation
from bobwhite.wire.timeline import CallEntry, EndReasonText, MediaList

SignalKind = Literal["offer", "answer", "candidate", "candidatesEnd"]
Route = Literal["relay"]


class Candidate(Shape, frozen=True, kw_only=True):
    """An ICE candidate as a structured object (RFC 8839); never an SDP line."""

    foundation: Annotated[str, Meta(min_length=1, max_length=32)]
    component: Annotated[int, Meta(ge=1, le=2)]
    protocol: Annotated[str, Meta(max_length=8)]
    priority: Annotated[int, Meta(ge=0, le=2**32 - 1)]
    address: Annotated[str, Meta(min_length=1, max_length=64)]
    port: Annotated[int, Meta(ge=0, le=65535)]
    kind: Annotated[str, Meta(max_length=8)]
    ufrag: Annotated[str, Meta(max_length=256)]
    mid: Annotated[str, Meta(max_length=16)]


class IceServer(Shape, frozen=True, kw_only=True):
    """The relay for one call and one party; the credential is short-lived (RFC 8489)."""

    urls: list[str]
    username: str
    credential: str
    expires_at: datetime


class DeclineMessage(Shape, frozen=True, kw_only=True):
    """Words sent while declining: up to 120 characters, as an opaque body."""

    mid: ByteId
    content_type: ContentType
    body: Annotated[str, Meta(max_length=1024, pattern=r"^[A-Za-z0-9_-]*$")]


# Commands


class CallStart(Command, frozen=True, kw_only=True, tag="call.start"):
    """Place a call; answered by ``call.placed`` or an error with a public code."""

    call: ByteId
    to: AccountIdText
    media: MediaList
    jws: Jws | None = None


class CallAlerting(Command, frozen=True, kw_only=True, tag="call.alerting"):
    """This device's ring is on screen."""

    call: ByteId


class CallSilence(Command, frozen=True, kw_only=True, tag="call.silence"):
    """Quiet the ring of this one device; the others go on."""

    call: ByteId


class CallAccept(Command, frozen=True, kw_only=True, tag="call.accept"):
    """Answer on this connection; the first accept wins, answered by ``call.joined``."""

    call: ByteId
    media: MediaList
    jws: Jws | None = None


class CallDecline(Command, frozen=True, kw_only=True, tag="call.decline"):
    """Decline for all own devices, with words for the thread if wanted."""

    call: ByteId
    message: DeclineMessage | None = None


class CallCancel(Command, frozen=True, kw_only=True, tag="call.cancel"):
    """Withdraw an unanswered call; one that lost to an accept hangs up."""

    call: ByteId


class CallHangUp(Command, frozen=True, kw_only=True, tag="call.hangUp"):
    """End an accepted call."""

    call: ByteId
    jws: Jws | None = None


class CallSignal(Command, frozen=True, kw_only=True, tag="call.signal"):
    """Pass an offer, an answer or a candidate to the other end of a leg."""

    call: ByteId
    leg: ByteId
    kind: SignalKind
    sdp: Annotated[str, Meta(max_length=MAX_SDP_BYTES)] | None = None
    cand: Candidate | None = None
    jws: Jws | None = None


class CallMedia(Command, frozen=True, kw_only=True, tag="call.media"):
    """Report whether media of the other side arrives on this leg."""

    call: ByteId
    leg: ByteId
    flowing: bool


class CallFail(Command, frozen=True, kw_only=True, tag="call.fail"):
    """End an accepted call that could not be set up, or whose connection was lost."""

    call: ByteId
    reason: Literal["set_up_failed", "connection_lost"]


class CallRenewIce(Command, frozen=True, kw_only=True, tag="call.renewIce"):
    """Ask for fresh relay credentials; answered by ``call.ice``."""

    call: ByteId


class CallRejoin(Command, frozen=True, kw_only=True, tag="call.rejoin"):
    """Take this device's leg up again after its page was lost; answered by ``call.joined``."""

    call: ByteId


class CallMarkSeen(Command, frozen=True, kw_only=True, tag="call.markSeen"):
    """Clear the missed mark of all entries that started up to ``upTo``, on all devices."""

    up_to: datetime


# Replies


class CallPlaced(Message, frozen=True, kw_only=True, tag="call.placed"):
    """The call stands; ``remainingMs`` of its ring time are left.

    ``joined`` is set when the other side was already calling (glare): this start became its accept.
    """

    rid: str
    call: ByteId
    remaining_ms: Milliseconds
    joined: "CallJoined | None" = None


class CallJoined(Message, frozen=True, kw_only=True, tag="call.joined"):
    """This connection now owns a leg of an accepted call.

    ``role`` fixes who offers: the callee's device. ``call`` may differ from the one started (glare).
    """

    rid: str
    call: ByteId
    leg: ByteId
    role: Literal["caller", "callee"]
    media: MediaList
    ice: IceServer
    route: Route


class CallIce(Message, frozen=True, kw_only=True, tag="call.ice"):
    """Fresh relay credentials."""

    rid: str
    call: ByteId
    ice: IceServer


# Events


class CallRing(Message, frozen=True, kw_only=True, tag="call.ring"):
    """A call rings here; shown in the order name, badge, relation, kind, route."""

    call: ByteId
    caller: Person
    relation: Relation
    messages: int
    """How many messages the two exchanged in their thread, up to 99."""
    media: MediaList
    route: Route
    conversation: str | None
    remaining_ms: Milliseconds
    server_time: datetime
    jws: Jws | None = None


class CallRinging(Message, frozen=True, kw_only=True, tag="call.ringing"):
    """A device of the other side alerts; which one is never told."""

    call: ByteId


class CallAccepted(Message, frozen=True, kw_only=True, tag="call.accepted"):
    """The other side answered; sent to the connection that placed the call."""

    call: ByteId
    leg: ByteId
    role: Literal["caller", "callee"]
    media: MediaList
    ice: IceServer
    route: Route
    jws: Jws | None = None


class CallRejoined(Message, frozen=True, kw_only=True, tag="call.rejoined"):
    """The other side came back with a new page: make the link anew, under the new ``leg``."""

    call: ByteId
    leg: ByteId
    media: MediaList


class CallRingEnded(Message, frozen=True, kw_only=True, tag="call.ringEnded"):
    """The ring of this device is over: answered elsewhere, declined, cancelled or run out."""

    call: ByteId
    outcome: Literal["elsewhere", "declined", "cancelled", "expired", "silenced"]


class CallSignalled(Message, frozen=True, kw_only=True, tag="call.signalled"):
    """A signal from the other end of this connection's leg, exactly as sent."""

    call: ByteId
    leg: ByteId
    kind: SignalKind
    sdp: str | None = None
    cand: Candidate | None = None
    jws: Jws | None = None


class CallEnded(Message, frozen=True, kw_only=True, tag="call.ended"):
    """The call is over for everybody; nothing more is taken for its id."""

    call: ByteId
    reason: EndReasonText
    duration_ms: int | None
    jws: Jws | None = None


class CallEntryChanged(Message, frozen=True, kw_only=True, tag="call.entryChanged"):
    """One call of this account's history is new or has changed."""

    seq: Position
    entry: CallEntry


class CallEntryRemoved(Message, frozen=True, kw_only=True, tag="call.entryRemoved"):
    """One call was removed from this account's own history."""

    seq: Position
    call: ByteId


class CallEntriesSeen(Message, frozen=True, kw_only=True, tag="call.entriesSeen"):
    """All missed marks up to ``upTo`` are cleared."""

    seq: Position
    up_to: datetime


class LiveCall(Shape, frozen=True, kw_only=True):
    """An unfinished call in a snapshot, as this connection stands to it.

    ``place``: ``here`` (this tab owns the leg), ``anotherTab`` of this device, ``anotherDevice`` of
    this account, or ``nowhere`` (ringing).
    """

    call: ByteId
    role: Literal["caller", "callee"]
    phase: Literal["placed", "ringing", "accepted"]
    peer: Person
    media: MediaList
    place: Literal["here", "anotherTab", "anotherDevice", "nowhere"]
    leg: ByteId | None
    remaining_ms: Milliseconds
    accepted_at: datetime | None
    held: bool = False
    may_return: bool = False
    """Whether ``call.rejoin`` would be taken from this connection."""
    ring: CallRing | None = None
    """For a callee device that rings: everything its ring screen needs."""
