"""Who may see whether somebody is here?

Only whom the watched person knows, by what both can see: following them, having written to them, or an
open thread. That they saved the watcher shows in nothing (product 2.7); a block or switched-off calls
look like being away (product 2.6, 9.1).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class PresenceFacts:
    """What decides whether a watcher sees the watched person's presence."""

    active: bool
    """The watched account exists and is in use."""
    calls_on: bool
    follows: bool
    """The watched person follows the watcher."""
    has_written: bool
    """The watched person wrote to the watcher."""
    thread_open: bool
    """Both opened their thread, as by accepting a request."""
    apart: bool
    """Either blocks the other."""


def is_presence_shown(facts: PresenceFacts) -> bool:
    """Tell whether the watcher gets to know that the watched person is here."""
    known = facts.follows or facts.has_written or facts.thread_open
    return facts.active and facts.calls_on and known and not facts.apart
