"""Which numbers of the product bind calls?

The ring time and the new-account period are settings and stand in ``config``.
"""

from datetime import timedelta

GRACE = timedelta(seconds=10)
"""How long a vanished caller may take to come back before the ring is withdrawn."""

SET_UP_TIME = timedelta(seconds=15)
"""From accept until media flows both ways."""

LOST_AFTER = timedelta(seconds=30)
"""How long a call goes on without media, or with a party that nothing is heard of."""

RETURN_TIME = timedelta(seconds=30)
"""How long clients may take to come back to a server that was away; its absence counts for nobody."""

PLACED_PER_HOUR = 30
TRIES_PER_PAIR = 5
PAIR_SPAN = timedelta(minutes=10)
STRANGERS_PER_HOUR = 20
"""Tries in an hour at accounts that the caller neither saved nor follows."""

NEW_ACCOUNT_CALLEES = 5
"""Different people that a new account may try to call in a day."""

ANSWERED_SPAN = timedelta(minutes=10)
"""How long after an answered call its pair neither counts nor is stopped by the limits on pace."""

RINGS_PER_MINUTE = 6
"""How often one callee is rung in a minute, whoever calls."""

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

MISSED_COUNTED = 99
"""The number at which the count of missed calls stops."""
