"""Do timers run once and in time, and does every command get one reply?"""

from dataclasses import dataclass

import pytest
from structlog.testing import capture_logs

from bobwhite.accounts.model import Asker
from bobwhite.delivery import Address, Delivery, Event
from bobwhite.errors import ErrorCode, InvalidError, NotFoundError, RateLimitedError, RefusedError
from bobwhite.gateway.dispatch import Dispatcher
from bobwhite.gateway.reactions import Reactions
from bobwhite.gateway.wheel import TimerWheel
from bobwhite.ids import AccountId, SessionId
from bobwhite.wire.base import Message
from bobwhite.wire.calls import CallRenewIce
from bobwhite.wire.envelope import Error, Ok
from bobwhite.wire.presence import PresenceWatch

ASKER = Asker(AccountId("acc"), SessionId("ses"))
WATCH = PresenceWatch(rid="w", accounts=[])


class Time:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


async def test_a_timer_runs_once_and_not_before_its_time() -> None:
    time, ran = Time(), []
    wheel = TimerWheel(time)
    wheel.schedule(5, lambda: ran.append("five"))
    time.seconds += 4.9
    await wheel.run_due()
    assert ran == []
    time.seconds += 0.5
    await wheel.run_due()
    await wheel.run_due()
    assert ran == ["five"]


async def test_timers_run_in_the_order_of_their_time() -> None:
    time, ran = Time(), []
    wheel = TimerWheel(time)
    for delay in (3, 1, 2):
        wheel.schedule(delay, lambda delay=delay: ran.append(delay))  # type: ignore[misc]
    time.seconds += 60
    await wheel.run_due()
    assert ran == [1, 2, 3]


async def test_a_cancelled_timer_does_not_run() -> None:
    time, ran = Time(), []
    wheel = TimerWheel(time)
    handle = wheel.schedule(1, lambda: ran.append("no"))
    wheel.cancel(handle)
    wheel.cancel(handle)
    time.seconds += 5
    await wheel.run_due()
    assert ran == []


async def test_a_timer_that_breaks_stops_no_other_and_logs_no_text() -> None:
    time, ran = Time(), []
    wheel = TimerWheel(time)

    async def breaks() -> None:
        raise ValueError("secret words")

    def breaks_at_once() -> None:
        raise KeyError("secret words")

    wheel.schedule(1, breaks)
    wheel.schedule(1, breaks_at_once)
    wheel.schedule(2, lambda: ran.append("yes"))
    time.seconds += 5
    with capture_logs() as logs:
        await wheel.run_due()
    assert ran == ["yes"]
    assert {log["error"] for log in logs} == {"ValueError", "KeyError"}
    assert "secret" not in str(logs)


@pytest.mark.parametrize(
    ("error", "reply"),
    [
        (NotFoundError(), Error(rid="w", code=ErrorCode.NOT_FOUND)),
        (
            RefusedError(ErrorCode.REQUEST_PENDING),
            Error(rid="w", code=ErrorCode.REQUEST_PENDING),
        ),
        (RateLimitedError(7), Error(rid="w", code=ErrorCode.SLOW_DOWN, retry_after_s=7)),
        (
            InvalidError(ErrorCode.TOO_LARGE, field="body"),
            Error(rid="w", code=ErrorCode.TOO_LARGE, field="body"),
        ),
        (RuntimeError("secret words"), Error(rid="w", code=ErrorCode.BROKEN)),
    ],
)
async def test_a_failure_is_a_reply_with_a_code_and_nothing_more(
    error: Exception, reply: Error
) -> None:
    async def fail(asker: Asker, command: PresenceWatch) -> Message:
        raise error

    with capture_logs() as logs:
        assert await Dispatcher({PresenceWatch: fail}).run(ASKER, WATCH) == reply
    assert len(logs) == (reply.code is ErrorCode.BROKEN)
    assert "secret" not in str(logs)


async def test_a_command_reaches_the_handler_of_its_kind() -> None:
    async def watch(asker: Asker, command: PresenceWatch) -> Message:
        assert asker is ASKER
        return Ok(rid=command.rid)

    dispatcher = Dispatcher({PresenceWatch: watch})
    assert await dispatcher.run(ASKER, WATCH) == Ok(rid="w")
    other = CallRenewIce(rid="x", call="A" * 22)
    assert await dispatcher.run(ASKER, other) == Error(rid="x", code=ErrorCode.UNAVAILABLE)


@dataclass(frozen=True)
class Changed(Event):
    number: int


async def test_reactions_run_in_order_and_one_that_breaks_stops_no_other() -> None:
    reactions, seen = Reactions(), []

    async def breaks(event: Changed) -> None:
        raise ValueError("secret words")

    async def note(event: Changed) -> None:
        seen.append(event.number)

    reactions.on(Changed, breaks)
    reactions.on(Changed, note)
    await reactions.start()
    with capture_logs() as logs:
        for number in range(3):
            reactions(Delivery(Address(ASKER.account), Changed(number)))
        reactions(Delivery(Address(ASKER.account), Event()))
        await reactions.settle()
    await reactions.stop()
    assert seen == [0, 1, 2]
    assert "secret" not in str(logs)
