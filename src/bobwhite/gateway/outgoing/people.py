"""What do clients hear when people, relations or settings change?"""

from bobwhite.accounts.events import MeChanged, PersonChanged, SettingsChanged
from bobwhite.gateway.outgoing.base import to_wire
from bobwhite.http import views
from bobwhite.social.events import RelationChanged
from bobwhite.wire import presence as wire
from bobwhite.wire.base import Message


def _numbered(seq: int | None) -> int:
    if seq is None:
        raise ValueError("a durable event has a number")
    return seq


@to_wire.register
def _(event: PersonChanged, seq: int | None) -> Message:
    return wire.PersonChanged(seq=_numbered(seq), person=views.person(event.card))


@to_wire.register
def _(event: RelationChanged, seq: int | None) -> Message:
    relation = views.relation(event.relation)
    return wire.RelationChanged(seq=_numbered(seq), account=event.other, relation=relation)


@to_wire.register
def _(event: MeChanged, seq: int | None) -> Message:
    return wire.MeChanged(
        seq=_numbered(seq),
        person=views.person(event.card),
        operator=event.operator,
        has_password=event.has_password,
    )


@to_wire.register
def _(event: SettingsChanged, seq: int | None) -> Message:
    return wire.SettingsChanged(seq=_numbered(seq), settings=views.settings(event.account))
