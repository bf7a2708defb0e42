"""Does the gate keep to itself from where somebody comes?"""

from bobwhite.accounts.gate import Visitor


def test_a_visitor_never_shows_an_address() -> None:
    assert repr(Visitor("198.51.100.7", "Firefox on Linux")) == "Visitor('Firefox on Linux')"
