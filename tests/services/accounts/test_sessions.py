"""Who gets in, who stays in, and what does a guesser learn?"""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from bobwhite.accounts.events import SessionEnded
from bobwhite.accounts.gate import Visitor
from bobwhite.accounts.sessions import IDLE_LIMIT, MAX_SESSIONS, SEEN_EVERY
from bobwhite.errors import ErrorCode, NotFoundError, RateLimitedError, RefusedError
from tests.conftest import RecordingBus
from tests.support.house import HOME, OUTSIDE, PASSWORD, House


def place(number: int) -> Visitor:
    return Visitor(f"10.0.{number}.1", "Firefox on Linux")


async def fail(house: House, handle: str, password: str, visitor: Visitor = OUTSIDE) -> ErrorCode:
    with pytest.raises(RefusedError) as caught:
        await house.sessions.sign_in(handle, password, visitor)
    return caught.value.code


async def test_a_password_signs_in_whatever_the_case_of_the_handle(house: House) -> None:
    alice = await house.join("alice")
    signed_in = await house.sessions.sign_in("Alice", PASSWORD, OUTSIDE)
    assert signed_in.asker.account == alice.account
    assert await house.sessions.authenticate(signed_in.token) == signed_in.asker
    assert signed_in.token not in repr(signed_in)


async def test_every_failure_of_a_sign_in_looks_alike(house: House) -> None:
    await house.join("alice")
    await house.join("bob")
    await house.administration.suspend("bob")
    codes = [
        await fail(house, "alice", "the wrong password"),
        await fail(house, "nobody", PASSWORD),
        await fail(house, "not a handle!", PASSWORD),
        await fail(house, "bob", PASSWORD),
        await fail(house, "alice", ""),
    ]
    assert set(codes) == {ErrorCode.SIGN_IN_FAILED}


async def test_unknown_handles_cost_as_much_hashing_as_known_ones(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.join("alice")
    checked: list[str] = []
    verify = PasswordHasher.verify

    def watched(self: PasswordHasher, known: str, password: str) -> bool:
        checked.append(known.rpartition("p=")[0])
        return verify(self, known, password)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    for handle in ("alice", "nobody", "not a handle!"):
        await fail(house, handle, "the wrong password")
    assert len(checked) == 3
    assert len(set(checked)) == 1, "same algorithm and parameters"


async def test_ten_failures_close_an_account_to_guesses_from_anywhere(house: House) -> None:
    await house.join("alice")
    for number in range(10):
        assert await fail(house, "alice", "wrong", place(number)) is ErrorCode.SIGN_IN_FAILED
    with pytest.raises(RateLimitedError) as caught:
        await house.sessions.sign_in("ALICE", PASSWORD, place(11))
    assert caught.value.retry_after_s == 30 * 60
    house.clock.advance(timedelta(minutes=30))
    await house.sessions.sign_in("alice", PASSWORD, place(11))


async def test_ten_failures_close_a_network_to_guesses_at_any_account(house: House) -> None:
    await house.join("alice")
    for number in range(10):
        visitor = Visitor(f"203.0.113.{number}", "Firefox")
        assert await fail(house, f"guess{number}", "wrong", visitor) is ErrorCode.SIGN_IN_FAILED
    assert await fail(house, "alice", PASSWORD, Visitor("203.0.113.99", "x")) is ErrorCode.SLOW_DOWN
    await house.sessions.sign_in("alice", PASSWORD, Visitor("203.0.114.1", "x"))


async def test_the_limit_tells_nothing_about_whether_an_account_exists(house: House) -> None:
    await house.join("alice")
    answers = {}
    for handle in ("alice", "nobody"):
        answers[handle] = [
            await fail(house, handle, "wrong", place(number + len(handle) * 20))
            for number in range(12)
        ]
    assert answers["alice"] == answers["nobody"]


async def test_signing_in_often_is_no_failure(house: House) -> None:
    await house.join("alice")
    for _ in range(15):
        await house.sessions.sign_in("alice", PASSWORD, HOME)


async def test_an_outdated_hash_is_renewed_at_sign_in(house: House) -> None:
    alice = await house.join("alice")
    house.hashing._hasher = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)
    await house.sessions.sign_in("alice", PASSWORD, HOME)
    async with house.units.read() as unit:
        renewed = await unit.accounts.password_hash(alice.account)
    assert renewed is not None
    assert "t=2" in renewed
    assert PASSWORD not in renewed
    await house.sessions.sign_in("alice", PASSWORD, HOME)


async def test_a_session_lasts_while_it_is_used_and_ends_after_90_idle_days(house: House) -> None:
    signed_in = await house.enter("alice")
    for _ in range(3):
        house.clock.advance(IDLE_LIMIT - timedelta(seconds=1))
        assert await house.sessions.authenticate(signed_in.token) is not None
    house.clock.advance(IDLE_LIMIT)
    assert await house.sessions.authenticate(signed_in.token) is None


async def test_last_use_is_written_once_an_hour(house: House) -> None:
    signed_in = await house.enter("alice")
    start = house.clock.now()
    house.clock.advance(SEEN_EVERY - timedelta(seconds=1))
    await house.sessions.authenticate(signed_in.token)
    [session] = await house.sessions.sessions(signed_in.asker)
    assert session.last_seen_at == start
    now = house.clock.advance(timedelta(seconds=1))
    await house.sessions.authenticate(signed_in.token)
    [session] = await house.sessions.sessions(signed_in.asker)
    assert session.last_seen_at == now


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "A" * 43, "é", "x" * 5000])
async def test_no_other_text_is_a_session(house: House, token: str) -> None:
    await house.join("alice")
    assert await house.sessions.authenticate(token) is None


async def test_the_secret_of_a_session_is_not_stored(house: House) -> None:
    signed_in = await house.enter("alice")
    async with house.units.read() as unit:
        rows = await unit._connection.exec_driver_sql("SELECT * FROM sessions")
        assert signed_in.token not in str(rows.all())


async def test_sessions_are_listed_by_last_use_and_revoked_one_by_one(
    house: House, bus: RecordingBus
) -> None:
    first = await house.enter("alice")
    house.clock.advance(timedelta(minutes=1))
    second = await house.sessions.sign_in("alice", PASSWORD, OUTSIDE)
    listed = await house.sessions.sessions(first.asker)
    assert [s.label for s in listed] == ["Firefox on Android", "Chromium on Linux"]
    bus.deliveries.clear()
    await house.sessions.revoke(first.asker, second.asker.session)
    assert [d.event for d in bus.deliveries] == [SessionEnded(second.asker.session)]
    assert await house.sessions.authenticate(second.token) is None
    assert await house.sessions.authenticate(first.token) is not None


async def test_nobody_revokes_the_session_of_another(house: House) -> None:
    alice, bob = await house.enter("alice"), await house.enter("bob")
    with pytest.raises(NotFoundError):
        await house.sessions.revoke(bob.asker, alice.asker.session)
    assert await house.sessions.authenticate(alice.token) is not None


async def test_signing_out_ends_this_session_alone(house: House, bus: RecordingBus) -> None:
    first = await house.enter("alice")
    second = await house.sessions.sign_in("alice", PASSWORD, OUTSIDE)
    bus.deliveries.clear()
    await house.sessions.sign_out(first.asker)
    assert [d.event for d in bus.deliveries] == [SessionEnded(first.asker.session)]
    assert await house.sessions.authenticate(first.token) is None
    assert await house.sessions.authenticate(second.token) is not None


async def test_the_session_used_longest_ago_gives_way(house: House) -> None:
    first = await house.enter("alice")
    for _ in range(MAX_SESSIONS):
        house.clock.advance(timedelta(minutes=1))
        latest = await house.sessions.sign_in("alice", PASSWORD, HOME)
    assert await house.sessions.authenticate(first.token) is None
    assert len(await house.sessions.sessions(latest.asker)) == MAX_SESSIONS


async def test_a_suspended_account_is_signed_out_and_kept_out(house: House) -> None:
    alice = await house.enter("alice")
    await house.administration.suspend("@Alice")
    assert await house.sessions.authenticate(alice.token) is None
    assert await fail(house, "alice", PASSWORD) is ErrorCode.SIGN_IN_FAILED
    await house.administration.unsuspend("alice")
    await house.sessions.sign_in("alice", PASSWORD, HOME)
