"""The people and devices of the stories: alice calls, bob is called on two devices."""

from datetime import UTC, datetime, timedelta

from bobwhite.calls.machine import advance, place
from bobwhite.calls.model import Call, CallArrival, Medium, Seat
from bobwhite.calls.signals import Role
from bobwhite.calls.steps import Accept, Input, ReportMedia, Step
from bobwhite.ids import AccountId, CallId, DeviceId, LegId, SessionId

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
RING_TIME = timedelta(seconds=45)
SECOND = timedelta(seconds=1)

ALICE = AccountId("acc_" + "a" * 20)
BOB = AccountId("acc_" + "b" * 20)
CAROL = AccountId("acc_" + "c" * 20)
CALL = CallId("call" + "A" * 18)
NEXT_LEG = LegId("next" + "A" * 18)
LEG = LegId("legs" + "A" * 18)
ALICE_PHONE = DeviceId("aphone" + "A" * 16)
ALICE_LAPTOP = DeviceId("alaptop" + "A" * 15)
BOB_PHONE = DeviceId("bphone" + "A" * 16)
BOB_LAPTOP = DeviceId("blaptop" + "A" * 15)

VOICE = frozenset({Medium.AUDIO})
VIDEO = frozenset({Medium.AUDIO, Medium.VIDEO})


def seat(account: AccountId, device: DeviceId, tab: str = "tab") -> Seat:
    return Seat(account, device, tab, SessionId(f"ses_{device}"))


ALICE_SEAT = seat(ALICE, ALICE_PHONE)
BOB_SEAT = seat(BOB, BOB_PHONE)
BOB_LAPTOP_SEAT = seat(BOB, BOB_LAPTOP)


def placed(
    arrival: CallArrival = CallArrival.RING,
    devices: tuple[DeviceId, ...] = (BOB_PHONE, BOB_LAPTOP),
    media: frozenset[Medium] = VIDEO,
) -> Step:
    return place(
        CALL,
        ALICE_SEAT,
        BOB,
        media,
        NOW,
        arrival=arrival,
        devices=devices,
        leg=LEG,
        ring_time=RING_TIME,
    )


def after(call: Call, *inputs: Input, at: datetime = NOW) -> Call:
    for happened in inputs:
        call = advance(call, happened, at).call
    return call


def accepted(arrival: CallArrival = CallArrival.RING) -> Call:
    return after(placed(arrival).call, Accept(BOB_SEAT, VOICE, consent=True))


def talking() -> Call:
    return after(accepted(), ReportMedia(ALICE, True), ReportMedia(BOB, True))


def both(call: Call) -> tuple[AccountId, AccountId]:
    return call.account(Role.CALLER), call.account(Role.CALLEE)
