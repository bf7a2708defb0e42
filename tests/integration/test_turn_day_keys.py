"""The keys that name accounts at the relay survive a restart, are private, and go after 48 hours."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bobwhite.clock import ManualClock
from bobwhite.integrations.turn.credentials import DayKeys


@pytest.fixture
def morning() -> ManualClock:
    return ManualClock(datetime(2026, 1, 5, 6, 0, tzinfo=UTC))


def test_restart_goes_on_with_the_same_key(tmp_path: Path, morning: ManualClock) -> None:
    file = tmp_path / "day-keys.json"
    key = DayKeys(morning, file=file).current()
    assert len(key) == 32
    assert DayKeys(morning, file=file).current() == key
    assert DayKeys(morning).current() != key


def test_file_is_readable_by_its_owner_only(tmp_path: Path, morning: ManualClock) -> None:
    DayKeys(morning, file=tmp_path / "day-keys.json").current()
    assert [(file.name, file.stat().st_mode & 0o777) for file in tmp_path.iterdir()] == [
        ("day-keys.json", 0o600)
    ]


def test_key_is_gone_48_hours_after_its_day_began(tmp_path: Path, morning: ManualClock) -> None:
    file = tmp_path / "day-keys.json"
    keys = DayKeys(morning, file=file)
    keys.current()
    morning.advance(timedelta(hours=41, minutes=59))
    keys.current()
    assert set(json.loads(file.read_text())) == {"2026-01-05", "2026-01-06"}
    morning.advance(timedelta(minutes=1))
    keys.current()
    assert set(json.loads(file.read_text())) == {"2026-01-06", "2026-01-07"}
