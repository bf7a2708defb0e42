"""What does each command about calls do?"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from bobwhite.accounts.model import Asker
from bobwhite.calls.model import EndReason, Medium
from bobwhite.calls.service import CallService
from bobwhite.calls.signals import Candidate, Signal, SignalKind
from bobwhite.calls.views import DeclineWords
from bobwhite.errors import InvalidError
from bobwhite.gateway.dispatch import Handler, Handlers
from bobwhite.ids import AccountId, CallId, LegId, MessageId, decode_bytes
from bobwhite.presenters.calls import ice_server, joined, milliseconds
from bobwhite.wire import calls as wire
from bobwhite.wire.base import Command, Message
from bobwhite.wire.envelope import Ok

_COMPACT_JWS = re.compile(r"[A-Za-z0-9_.-]*")
"""The characters of the compact form (RFC 7515 §7.1); its length is bounded by the shape."""


def handlers(service: CallService) -> Handlers:
    """Return the handlers of ``call.…``."""
    return {
        **_placing(service),
        **_answering(service),
        **_talking(service),
        wire.CallMarkSeen: _mark_seen(service),
    }


def _placing(service: CallService) -> Handlers:
    async def start(asker: Asker, command: wire.CallStart) -> Message:
        call = CallId(command.call)
        placed = await service.placing.start(
            asker, call, AccountId(command.to), _media(command.media), _jws(command.jws)
        )
        answer = None if placed.joined is None else joined(command.rid, placed.joined)
        return wire.CallPlaced(
            rid=command.rid,
            call=placed.call,
            remaining_ms=milliseconds(placed.remaining),
            joined=answer,
        )

    async def cancel(asker: Asker, command: wire.CallCancel) -> Message:
        await service.ending.cancel(asker, CallId(command.call))
        return _ok(command)

    return {wire.CallStart: start, wire.CallCancel: cancel}


def _answering(service: CallService) -> Handlers:
    async def alerting(asker: Asker, command: wire.CallAlerting) -> Message:
        await service.answering.alerting(asker, CallId(command.call))
        return _ok(command)

    async def silence(asker: Asker, command: wire.CallSilence) -> Message:
        await service.answering.silence(asker, CallId(command.call))
        return _ok(command)

    async def accept(asker: Asker, command: wire.CallAccept) -> Message:
        taken = await service.answering.accept(
            asker, CallId(command.call), _media(command.media), _jws(command.jws)
        )
        return joined(command.rid, taken)

    async def decline(asker: Asker, command: wire.CallDecline) -> Message:
        await service.answering.decline(asker, CallId(command.call), _words(command.message))
        return _ok(command)

    return {
        wire.CallAlerting: alerting,
        wire.CallSilence: silence,
        wire.CallAccept: accept,
        wire.CallDecline: decline,
    }


def _talking(service: CallService) -> Handlers:
    async def hang_up(asker: Asker, command: wire.CallHangUp) -> Message:
        await service.ending.hang_up(asker, CallId(command.call), _jws(command.jws))
        return _ok(command)

    async def fail(asker: Asker, command: wire.CallFail) -> Message:
        await service.ending.fail(asker, CallId(command.call), EndReason(command.reason))
        return _ok(command)

    async def signal(asker: Asker, command: wire.CallSignal) -> Message:
        await service.signalling.signal(
            asker, CallId(command.call), LegId(command.leg), _signal(command)
        )
        return _ok(command)

    async def media(asker: Asker, command: wire.CallMedia) -> Message:
        await service.signalling.report_media(
            asker, CallId(command.call), LegId(command.leg), command.flowing
        )
        return _ok(command)

    async def rejoin(asker: Asker, command: wire.CallRejoin) -> Message:
        return joined(command.rid, await service.signalling.rejoin(asker, CallId(command.call)))

    async def renew_ice(asker: Asker, command: wire.CallRenewIce) -> Message:
        ice = await service.signalling.renew_ice(asker, CallId(command.call))
        return wire.CallIce(rid=command.rid, call=command.call, ice=ice_server(ice))

    return {
        wire.CallHangUp: hang_up,
        wire.CallFail: fail,
        wire.CallSignal: signal,
        wire.CallMedia: media,
        wire.CallRejoin: rejoin,
        wire.CallRenewIce: renew_ice,
    }


def _mark_seen(service: CallService) -> Handler:
    async def mark_seen(asker: Asker, command: wire.CallMarkSeen) -> Message:
        await service.lists.mark_seen(asker, _instant(command.up_to))
        return _ok(command)

    return mark_seen


def _ok(command: Command) -> Message:
    return Ok(rid=command.rid)


def _media(names: Sequence[str]) -> frozenset[Medium]:
    if len(set(names)) != len(names):
        raise InvalidError(field="media")
    return frozenset(Medium(name) for name in names)


def _jws(text: str | None) -> str | None:
    if text is not None and _COMPACT_JWS.fullmatch(text) is None:
        raise InvalidError(field="jws")
    return text


def _words(message: wire.DeclineMessage | None) -> DeclineWords | None:
    if message is None:
        return None
    try:
        body = decode_bytes(message.body)
    except ValueError as error:
        raise InvalidError(field="message.body") from error
    return DeclineWords(MessageId(message.mid), message.content_type, body)


def _signal(command: wire.CallSignal) -> Signal:
    cand = command.cand
    return Signal(
        kind=SignalKind(command.kind),
        sdp=command.sdp,
        candidate=None
        if cand is None
        else Candidate(
            foundation=cand.foundation,
            component=cand.component,
            protocol=cand.protocol,
            priority=cand.priority,
            address=cand.address,
            port=cand.port,
            kind=cand.kind,
            ufrag=cand.ufrag,
            mid=cand.mid,
        ),
        jws=_jws(command.jws),
    )


def _instant(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise InvalidError(field="upTo")
    return at.astimezone(UTC)
