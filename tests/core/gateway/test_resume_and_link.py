"""What is kept for a client that was away, and what waits for one that reads slowly?"""

from bobwhite.accounts.model import Asker
from bobwhite.gateway.link import MAX_BACKLOG_CHARS, Link
from bobwhite.gateway.resume import MAX_CHARS, MAX_FRAMES, ResumeBuffer
from bobwhite.ids import AccountId, SessionId
from bobwhite.wire.close_codes import CloseCode


def buffer(*seqs: int) -> ResumeBuffer:
    made = ResumeBuffer()
    for seq in seqs:
        made.append(seq, f"frame {seq}")
    return made


def numbers(found: list[tuple[int, str]] | None) -> list[int] | None:
    return None if found is None else [number for number, _ in found]


def test_what_was_missed_comes_back_in_order() -> None:
    assert buffer(5, 6, 7).after(5) == [(6, "frame 6"), (7, "frame 7")]
    assert buffer(5, 6, 7).after(4) == [(5, "frame 5"), (6, "frame 6"), (7, "frame 7")]
    assert buffer(5, 6, 7).after(7) == []


def test_what_is_not_known_here_is_no_empty_answer() -> None:
    assert buffer().after(0) is None
    assert buffer(5, 6).after(3) is None
    assert buffer(5, 6).after(7) is None


def test_a_gap_makes_the_older_frames_worthless() -> None:
    assert numbers(buffer(5, 6, 9).after(8)) == [9]
    assert buffer(5, 6, 9).after(6) is None


def test_the_buffer_is_bounded_in_frames_and_in_size() -> None:
    many = buffer(*range(1, MAX_FRAMES + 11))
    assert many.after(9) is None
    assert len(many.after(10) or []) == MAX_FRAMES
    large = ResumeBuffer()
    for seq in range(1, 5):
        large.append(seq, "x" * (MAX_CHARS // 2))
    assert numbers(large.after(2)) == [3, 4]
    assert large.after(1) is None


class Watched(Link):
    """A link that counts how often it wants to be written."""

    def __init__(self) -> None:
        self.wakes = 0
        super().__init__(Asker(AccountId("acc"), SessionId("ses")), self._count)

    def _count(self) -> None:
        self.wakes += 1

    def drain(self) -> list[str]:
        frames = []
        while (frame := self.next_frame()) is not None:
            frames.append(frame)
            self.written()
        return frames


def test_events_wait_for_the_answer_to_hello_and_what_it_covers_is_dropped() -> None:
    link = Watched()
    link.deliver(4, "4")
    link.deliver(None, "typing")
    link.deliver(5, "5")
    link.deliver(6, "6")
    assert link.next_frame() is None
    link.begin("ready", 5, [])
    link.deliver(7, "7")
    assert link.drain() == ["ready", "typing", "6", "7"]


def test_missed_events_come_before_held_ones_and_once() -> None:
    link = Watched()
    link.deliver(8, "8")
    link.deliver(9, "9")
    link.begin("resumed", 6, [(7, "7"), (8, "8")])
    assert link.drain() == ["resumed", "7", "8", "9"]


def test_a_reader_too_slow_is_closed_and_its_backlog_dropped() -> None:
    link = Watched()
    link.begin("ready", 0, [])
    link.drain()
    half = "x" * (MAX_BACKLOG_CHARS // 2)
    link.deliver(1, half)
    link.deliver(2, half)
    link.deliver(3, half)
    assert link.close_code is None
    link.deliver(4, "one more")
    assert link.close_code is CloseCode.TOO_SLOW
    link.deliver(5, "late")
    assert link.drain() == []


def test_a_large_snapshot_alone_is_no_backlog() -> None:
    link = Watched()
    link.deliver(1, "held back")
    link.begin("x" * (2 * MAX_BACKLOG_CHARS), 0, [])
    link.deliver(2, "soon after")
    assert link.close_code is None
    assert link.next_frame() is not None


def test_what_was_written_no_longer_counts() -> None:
    link = Watched()
    link.begin("ready", 0, [])
    for seq in range(1, 50):
        link.deliver(seq, "x" * (MAX_BACKLOG_CHARS // 4))
        link.drain()
    assert link.close_code is None


def test_an_ordinary_close_lets_the_queued_frames_out_first_and_the_first_code_stays() -> None:
    link = Watched()
    link.begin("ready", 0, [])
    link.close(CloseCode.REPLACED)
    link.close(CloseCode.SILENT)
    link.deliver(1, "late")
    assert link.drain() == ["ready"]
    assert link.close_code is CloseCode.REPLACED
    assert link.wakes >= 2
