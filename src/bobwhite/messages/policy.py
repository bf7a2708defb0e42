"""Who may write now, and how do the two sides of a thread stand afterwards?

Pure tables over the two states. A block never enters here: a thread moves alike whether or not the
reader blocks the writer, which is what keeps the block secret. That the reader saved the writer
changes the reader's side alone, since nobody is told whose book they are in (product 2.7).
"""

from typing import NamedTuple

from bobwhite.errors import ErrorCode, RefusedError
from bobwhite.messages.model import State


class Stand(NamedTuple):
    """The states of the side that acts and of its peer."""

    own: State
    peer: State


BOTH_OPEN = Stand(State.OPEN, State.OPEN)


def after_writing(stand: Stand, *, peer_follows: bool, peer_saved: bool) -> Stand:
    """Return the states after the acting side wrote by hand.

    Raises ``RefusedError`` with ``request_pending`` where its one message still waits.
    """
    if peer_follows:
        return BOTH_OPEN
    if stand.own is State.REQUESTED:
        raise RefusedError(ErrorCode.REQUEST_PENDING)
    if stand.own is State.NEW:
        return Stand(State.REQUESTED, State.OPEN if peer_saved else State.REQUEST)
    return BOTH_OPEN


def after_accepting(stand: Stand) -> Stand:
    """Return the states after the acting side accepted the request.

    Raises ``RefusedError`` with ``not_allowed_now`` where there is none.
    """
    if stand.own in {State.REQUEST, State.DECLINED}:
        return BOTH_OPEN
    if stand.own is State.OPEN:
        return stand
    raise RefusedError(ErrorCode.NOT_ALLOWED_NOW)


def after_declining(stand: Stand) -> Stand:
    """Return the states after the acting side declined the request; the peer's stays.

    Raises ``RefusedError`` with ``not_allowed_now`` where there is none.
    """
    if stand.own in {State.REQUEST, State.DECLINED}:
        return Stand(State.DECLINED, stand.peer)
    raise RefusedError(ErrorCode.NOT_ALLOWED_NOW)


def after_tie(stand: Stand, *, follows: bool, saved: bool) -> Stand:
    """Return the states after the acting side followed or saved its peer."""
    if stand.own not in {State.REQUEST, State.DECLINED}:
        return stand
    if follows:
        return BOTH_OPEN
    return Stand(State.OPEN, stand.peer) if saved else stand


def marks_shown(stand: Stand) -> bool:
    """Tell whether the peer gets to know what the acting side received and read."""
    return stand == BOTH_OPEN
