"""How long a child that exits waits for its next start."""

from datetime import timedelta

from bobwhite.supervise.child import Backoff

BACKOFF = Backoff(
    first=timedelta(seconds=1), longest=timedelta(seconds=6), settled_after=timedelta(seconds=60)
)
AT_ONCE = timedelta(0)


def test_pauses_double_up_to_the_longest() -> None:
    pause, pauses = None, []
    for _ in range(5):
        pause = BACKOFF.pause(pause, AT_ONCE)
        pauses.append(pause.total_seconds())
    assert pauses == [1, 2, 4, 6, 6]


def test_child_that_ran_long_starts_again_soon() -> None:
    assert BACKOFF.pause(timedelta(seconds=6), timedelta(seconds=60)) == BACKOFF.first
    assert BACKOFF.pause(timedelta(seconds=4), timedelta(seconds=59)) == BACKOFF.longest
