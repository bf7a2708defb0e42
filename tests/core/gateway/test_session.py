"""What does one connection do with each frame and each tick?"""

import json
import random

import pytest

from bobwhite.errors import ErrorCode
from bobwhite.gateway.session import (
    FRAME_BURST,
    FRAMES_PER_S,
    HEARTBEAT_S,
    HELLO_LIMIT_S,
    MALFORMED_BURST,
    MISSED_PINGS,
    Action,
    Close,
    GatewaySession,
    Run,
    Send,
    Start,
)
from bobwhite.wire.base import MAX_FRAME_BYTES
from bobwhite.wire.close_codes import CloseCode
from bobwhite.wire.envelope import Error
from bobwhite.wire.handshake import Hello, Ping
from bobwhite.wire.presence import PresenceWatch

TAB = "A" * 21 + "A"
HELLO = json.dumps({"type": "hello", "rid": "h", "tab": TAB})
WATCH = json.dumps({"type": "presence.watch", "rid": "w", "accounts": []})
PONG = '{"type":"pong"}'


def ready() -> GatewaySession:
    session = GatewaySession(0)
    (start,) = session.text(HELLO, 0)
    assert isinstance(start, Start)
    session.started()
    return session


def refusal(actions: list[Action]) -> Error:
    assert isinstance(actions[0], Send)
    assert isinstance(actions[0].message, Error)
    return actions[0].message


def test_the_first_message_is_a_hello() -> None:
    assert GatewaySession(0).text(HELLO, 1) == [Start(Hello(rid="h", tab=TAB))]


@pytest.mark.parametrize("frame", [WATCH, PONG, "{", '{"type":"hello"}', ""])
def test_anything_before_the_hello_ends_the_connection(frame: str) -> None:
    session = GatewaySession(0)
    assert session.text(frame, 1) == [Close(CloseCode.HELLO_EXPECTED)]
    assert session.text(HELLO, 1) == []


def test_a_hello_that_does_not_come_in_time_ends_the_connection() -> None:
    session = GatewaySession(0)
    assert session.wake_after() == HELLO_LIMIT_S < 10
    assert session.tick(HELLO_LIMIT_S - 0.1) == []
    assert session.tick(HELLO_LIMIT_S) == [Close(CloseCode.HELLO_EXPECTED)]


def test_no_time_limit_runs_while_the_hello_is_answered() -> None:
    session = GatewaySession(0)
    session.text(HELLO, 0)
    for tick in range(1, 9):
        assert session.tick(tick * HEARTBEAT_S) == []


def test_a_command_is_run_once() -> None:
    assert ready().text(WATCH, 1) == [Run(PresenceWatch(rid="w", accounts=[]))]


def test_a_second_hello_is_refused_and_the_connection_goes_on() -> None:
    session = ready()
    assert refusal(session.text(HELLO, 1)) == Error(rid="h", code=ErrorCode.MALFORMED, field="type")
    assert session.text(WATCH, 1) != []


def test_a_pong_gets_no_reply() -> None:
    assert ready().text(PONG, 1) == []


@pytest.mark.parametrize(
    ("frame", "rid", "field"),
    [
        ('{"type":"presence.watch","rid":"w","accounts":["x"]}', "w", "accounts[0]"),
        ('{"type":"presence.watch","rid":"w"}', "w", None),
        ('{"type":"no.such","rid":"n"}', "n", "type"),
        ('{"rid":"r"}', "r", None),
        ("[]", None, None),
        ("not json", None, None),
        ('{"type":"message.typing","rid":"' + "r" * 37 + '"}', None, "rid"),
    ],
)
def test_a_malformed_frame_gets_an_error_with_its_rid_where_that_is_readable(
    frame: str, rid: str | None, field: str | None
) -> None:
    actions = ready().text(frame, 1)
    assert refusal(actions) == Error(rid=rid, code=ErrorCode.MALFORMED, field=field)


def test_noise_ends_the_connection_and_a_rare_mistake_does_not() -> None:
    session = ready()
    for _ in range(int(MALFORMED_BURST)):
        assert len(session.text("{", 1)) == 1
    assert session.text("{", 1)[-1] == Close(CloseCode.MALFORMED)
    rare = ready()
    for number in range(100):
        assert len(rare.text("{", number * 10)) == 1


def test_a_binary_frame_ends_the_connection() -> None:
    session = ready()
    assert session.binary() == [Close(CloseCode.MALFORMED)]
    assert session.binary() == []


def test_a_frame_over_the_limit_is_refused_before_it_is_parsed() -> None:
    for session in (GatewaySession(0), ready()):
        deep = "[" * (MAX_FRAME_BYTES + 1)
        assert session.text(deep, 1) == [Close(CloseCode.TOO_LARGE)]


def test_deep_nesting_is_a_malformed_frame() -> None:
    assert refusal(ready().text("[" * 50_000, 1)).code is ErrorCode.MALFORMED


def test_a_flood_ends_the_connection_and_the_pace_of_people_does_not() -> None:
    session = ready()
    answers = [session.text(PONG, 1) for _ in range(int(FRAME_BURST) + 2)]
    assert answers[-1] in ([Close(CloseCode.TOO_MANY)], [])
    assert [Close(CloseCode.TOO_MANY)] in answers
    steady = ready()
    for number in range(1000):
        assert steady.text(PONG, number / FRAMES_PER_S) == []


def test_a_silent_client_is_pinged_twice_and_then_left() -> None:
    session = ready()
    assert session.wake_after() == HEARTBEAT_S
    answers = [session.tick(number * HEARTBEAT_S) for number in range(1, 4)]
    assert answers == [[Send(Ping())]] * MISSED_PINGS + [[Close(CloseCode.SILENT)]]


def test_any_frame_shows_that_the_client_is_there() -> None:
    session = ready()
    for number in range(1, 20):
        assert session.tick(number * HEARTBEAT_S) == [Send(Ping())]
        session.text(PONG, number * HEARTBEAT_S + 1)


def test_nothing_happens_after_the_end() -> None:
    session = ready()
    session.closed()
    assert session.text(WATCH, 1) == session.binary() == session.tick(HEARTBEAT_S) == []


def test_a_thousand_random_frames_never_raise() -> None:
    random.seed(4)
    now = 0.0
    session = ready()
    for _ in range(1000):
        now += 11
        frame = "".join(chr(random.randrange(1, 0x2FFF)) for _ in range(random.randrange(60)))
        if random.random() < 0.5:
            cut = random.randrange(len(WATCH))
            frame = WATCH[:cut] + frame + WATCH[cut + random.randrange(9) :]
        for action in session.text(frame, now):
            assert isinstance(action, Send | Run)
