"""How do calls, rings and their history read on the wire?"""

from collections.abc import Iterable
from datetime import timedelta
from typing import cast

from bobwhite.calls import events
from bobwhite.calls.history import Bookmark, Entry
from bobwhite.calls.ice import IceServer
from bobwhite.calls.model import Medium
from bobwhite.calls.signals import Candidate, Route
from bobwhite.calls.views import EntryPage, EntryView, Joined, LiveView, RingView
from bobwhite.ids import CallId
from bobwhite.presenters.base import numbered, timeline_item, to_wire
from bobwhite.presenters.cursors import read_place, write_place
from bobwhite.presenters.people import person, relation
from bobwhite.wire import calls as wire
from bobwhite.wire import timeline
from bobwhite.wire.base import Message


def media_list(media: Iterable[Medium]) -> list[timeline.Media]:
    """Return media in a stable order, sound first."""
    return [medium.value for medium in Medium if medium in set(media)]


def milliseconds(span: timedelta) -> int:
    """Return a span in whole milliseconds."""
    return int(span / timedelta(milliseconds=1))


def ice_server(ice: IceServer) -> wire.IceServer:
    """Return the relay and its credential."""
    return wire.IceServer(
        urls=list(ice.urls),
        username=ice.username,
        credential=ice.credential,
        expires_at=ice.expires_at,
    )


def joined(rid: str, value: Joined) -> wire.CallJoined:
    """Return the reply to the connection that took part in a call."""
    return wire.CallJoined(
        rid=rid,
        call=value.call,
        leg=value.leg,
        role=value.role.value,
        media=media_list(value.media),
        ice=ice_server(value.ice),
        route=_route(value.route),
    )


def ring(view: RingView) -> wire.CallRing:
    """Return everything that a ring screen shows."""
    return wire.CallRing(
        call=view.call,
        caller=person(view.caller),
        relation=relation(view.relation),
        messages=view.messages,
        media=media_list(view.media),
        route=_route(view.route),
        conversation=view.conversation,
        remaining_ms=milliseconds(view.remaining),
        server_time=view.server_time,
        jws=view.jws,
    )


def live_call(view: LiveView) -> wire.LiveCall:
    """Return an unfinished call as one connection stands to it."""
    return wire.LiveCall(
        call=view.call,
        role=view.role.value,
        # An ended call is not live.
        phase=view.phase.value,  # type: ignore[arg-type]
        peer=person(view.peer),
        media=media_list(view.media),
        place=view.place.value,
        leg=view.leg,
        remaining_ms=milliseconds(view.remaining),
        accepted_at=view.accepted_at,
        held=view.held,
        may_return=view.may_return,
        ring=None if view.ring is None else ring(view.ring),
    )


@timeline_item.register
def call_item(entry: Entry) -> timeline.CallItem:
    """Return a call as one account saw it."""
    return timeline.CallItem(
        pos=entry.pos,
        call=entry.call,
        direction=entry.direction.value,
        media=media_list(entry.media),
        reason=None if entry.reason is None else entry.reason.value,
        missed=entry.missed,
        seen=entry.seen,
        started_at=entry.started_at,
        duration_ms=None if entry.duration is None else milliseconds(entry.duration),
    )


def call_entry(view: EntryView) -> timeline.CallEntry:
    """Return a row of the call list."""
    return timeline.CallEntry(
        item=call_item(view.entry), peer=person(view.peer), conversation=view.entry.conv
    )


def call_page(page: EntryPage) -> timeline.CallPage:
    """Return a page of the call list."""
    after = page.after
    return timeline.CallPage(
        entries=[call_entry(view) for view in page.entries],
        cursor=None if after is None else write_place(after.at, after.call),
    )


def bookmark(cursor: str) -> Bookmark:
    """Return the place that a page's cursor stands for; raises ``InvalidError`` for nonsense."""
    at, call = read_place(cursor)
    return Bookmark(at, CallId(call))


def _route(route: Route) -> wire.Route:
    # Only the relay is built; the direct way is reserved.
    return cast("wire.Route", route.value)


def _candidate(candidate: Candidate) -> wire.Candidate:
    return wire.Candidate(**vars(candidate))


@to_wire.register
def _rings(event: events.CallRings, _seq: int | None) -> Message:
    return ring(event.ring)


@to_wire.register
def _alerts(event: events.CallAlerts, _seq: int | None) -> Message:
    return wire.CallRinging(call=event.call)


@to_wire.register
def _returned(event: events.PeerReturned, _seq: int | None) -> Message:
    return wire.CallRejoined(call=event.call, leg=event.leg, media=media_list(event.media))


@to_wire.register
def _answered(event: events.CallAnswered, _seq: int | None) -> Message:
    return wire.CallAccepted(
        call=event.call,
        leg=event.leg,
        role=event.role.value,
        media=media_list(event.media),
        ice=ice_server(event.ice),
        route=_route(event.route),
        jws=event.jws,
    )


@to_wire.register
def _ring_over(event: events.RingOver, _seq: int | None) -> Message:
    # A ring that was answered or failed is told to nobody.
    outcome = event.outcome.value
    return wire.CallRingEnded(call=event.call, outcome=outcome)  # type: ignore[arg-type]


@to_wire.register
def _signal(event: events.SignalPassed, _seq: int | None) -> Message:
    signal = event.signal
    return wire.CallSignalled(
        call=event.call,
        leg=event.leg,
        kind=signal.kind.value,
        sdp=signal.sdp,
        cand=None if signal.candidate is None else _candidate(signal.candidate),
        jws=signal.jws,
    )


@to_wire.register
def _over(event: events.CallOver, _seq: int | None) -> Message:
    return wire.CallEnded(
        call=event.call,
        reason=event.reason.value,
        duration_ms=None if event.duration is None else milliseconds(event.duration),
        jws=event.jws,
    )


@to_wire.register
def _entry(event: events.EntryChanged, seq: int | None) -> Message:
    return wire.CallEntryChanged(seq=numbered(seq), entry=call_entry(event.view))


@to_wire.register
def _removed(event: events.EntryRemoved, seq: int | None) -> Message:
    return wire.CallEntryRemoved(seq=numbered(seq), call=event.call)


@to_wire.register
def _seen(event: events.EntriesSeen, seq: int | None) -> Message:
    return wire.CallEntriesSeen(seq=numbered(seq), up_to=event.up_to)
