"""Is a step skipped only while what went in and what came out are untouched?"""

from pathlib import Path

import pytest

from tools.stamps import Stamp, digest_files, digest_listing, walk


def test_a_stamp_fits_only_the_same_inputs_and_outputs(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "stamps" / "build")
    assert not stamp.fits("in", "out")
    stamp.write("in", "out")
    assert stamp.fits("in", "out")
    assert not stamp.fits("edited", "out")
    assert not stamp.fits("in", "deleted")


def test_a_step_that_was_interrupted_never_counts(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "build")
    stamp.write("in", "out")
    stamp.clear()
    assert not stamp.fits("in", "out")


@pytest.mark.parametrize("change", ["edit", "delete", "rename"])
def test_every_change_of_a_file_changes_the_digest(tmp_path: Path, change: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one")
    before = digest_files(walk(tmp_path)), digest_listing(tmp_path)
    if change == "edit":
        file.write_text("other")
    elif change == "delete":
        file.unlink()
    else:
        file.rename(tmp_path / "b.txt")
    assert digest_files(walk(tmp_path)) != before[0]
    assert digest_listing(tmp_path) != before[1]


def test_a_missing_file_is_a_content_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    absent = digest_files([file])
    file.touch()
    assert digest_files([file]) != absent


def test_skipped_names_are_left_out_at_any_depth_and_paths_at_one(tmp_path: Path) -> None:
    for name in ("a.ts", "node_modules/x.ts", "src/node_modules/y.ts", "src/made.ts", "made.ts"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = walk(tmp_path, skip=frozenset({"node_modules", "src/made.ts"}))
    assert [str(file.relative_to(tmp_path)) for file in found] == ["a.ts", "made.ts"]
