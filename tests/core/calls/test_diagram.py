"""Does the page about the life of a call say what the tables say?"""

from pathlib import Path

from bobwhite.calls.diagram import page

PAGE = Path(__file__).parents[3] / "docs" / "protocol" / "call-machine.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text() == page(), "python -m bobwhite.calls.diagram > " + str(PAGE)
