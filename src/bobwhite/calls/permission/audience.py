"""Who belongs to the groups that a callee may tick, and does the callee know this caller?"""

from bobwhite.calls.permission.facts import Audience, PairFacts

DEFAULT_AUDIENCE = frozenset({Audience.ADDRESS_BOOK, Audience.FOLLOWS})
"""What a fresh account has ticked, and the most that counts for a minor."""


def passing_audiences(pair: PairFacts) -> tuple[Audience, ...]:
    """Return the groups that let the caller in: ticked by the callee, and the caller is in them.

    Any one is enough; nothing ticked lets nobody in. A minor's wider ticks count for nothing.
    """
    ticked = pair.audience & DEFAULT_AUDIENCE if pair.callee_minor else pair.audience
    member = {
        Audience.ADDRESS_BOOK: pair.callee_saved_caller or pair.contact_match,
        Audience.FOLLOWS: pair.callee_follows_caller,
        Audience.VERIFIED: pair.caller_verified,
        Audience.EVERYONE: True,
    }
    return tuple(audience for audience in Audience if audience in ticked and member[audience])


def chose_caller(pair: PairFacts) -> bool:
    """Tell whether the callee itself picked the caller, by saving by hand or by following.

    A contact match is found by the server, not picked, and does not count.
    """
    return pair.callee_saved_caller or pair.callee_follows_caller
