"""Who lives in the demo community, and what have they said to each other?

Everything here was made for Bobwhite. Two people are for the visitor to sign in as: June and Rosa.
"""

from dataclasses import dataclass
from datetime import timedelta

PASSWORD = "quail-in-the-marsh"  # noqa: S105
"""The password of every demo account; the demo listens on loopback only and prints it."""

INSTANCE_NAME = "Nest"


@dataclass(frozen=True)
class DemoPerson:
    """One member; ``picture`` names a file of ``people/``, or is null for initials."""

    handle: str
    display_name: str
    picture: str | None = None
    verified: bool = False
    plan: str | None = None


@dataclass(frozen=True)
class Said:
    """One message of a thread with June, so long before now."""

    ago: timedelta
    by: str
    text: str


@dataclass(frozen=True)
class Called:
    """One call of a thread with June, so long before now; a null duration was not answered."""

    ago: timedelta
    by: str
    video: bool
    duration: timedelta | None
    declined: bool = False


@dataclass(frozen=True)
class DemoThread:
    """June's thread with one person, oldest first."""

    peer: str
    items: tuple[Said | Called, ...]
    read: bool = True


PEOPLE = (
    DemoPerson("june", "June Okafor", "june", plan="Studio plan"),
    DemoPerson("rosa.marin", "Rosa Marín", "rosa", verified=True, plan="Studio plan"),
    DemoPerson("idris", "Idris Haddad", "idris", plan="Studio plan"),
    DemoPerson("mei.tanaka", "Mei Tanaka", "mei", plan="Studio plan"),
    DemoPerson("amara", "Amara Nwosu", "amara", verified=True, plan="Studio plan"),
    DemoPerson("theo_park", "Theo Park", "theo"),
    DemoPerson("okan", "Okan Yıldız", "okan"),
    DemoPerson("nils", "Nils Berg", "nils"),
    DemoPerson("priya", "Priya Raman", "priya"),
    DemoPerson("wren", "Wren Calloway", "wren", verified=True),
    DemoPerson("lena.vogt", "Lena Vogt"),
    DemoPerson("sena", "Sena Kaya"),
)

JUNE_FOLLOWS = ("rosa.marin", "idris", "mei.tanaka", "amara", "theo_park", "okan", "wren", "priya")
JUNE_SAVED = ("rosa.marin", "idris", "nils", "amara")
FOLLOW_JUNE = ("rosa.marin", "idris", "mei.tanaka", "amara", "theo_park", "okan", "nils")


def _ago(days: float = 0, hours: float = 0, minutes: float = 0) -> timedelta:
    return timedelta(days=days, hours=hours, minutes=minutes)


THREADS = (
    DemoThread(
        "lena.vogt",
        (
            Said(
                _ago(days=6, hours=2),
                "lena.vogt",
                "Hello June, we met at the choir. May I ask about the marsh walk?",
            ),
        ),
        read=False,
    ),
    DemoThread(
        "okan",
        (
            Said(_ago(days=5, hours=3), "june", "The drum part is in the shared folder."),
            Called(
                _ago(days=5, hours=2, minutes=40), "okan", video=False, duration=None, declined=True
            ),
            Said(_ago(days=5, hours=2), "okan", "Thanks, that’s all I needed"),
        ),
    ),
    DemoThread(
        "theo_park",
        (
            Said(_ago(days=4, hours=2), "theo_park", "Can you show me the trick with the reed?"),
            Said(_ago(days=4, hours=1), "june", "Easier on video, one moment."),
            Called(_ago(days=4, minutes=50), "june", video=True, duration=_ago(minutes=18)),
        ),
    ),
    DemoThread(
        "amara",
        (
            Said(
                _ago(days=4, hours=6), "amara", "Your chapter made me laugh out loud on the train."
            ),
            Said(_ago(days=4, hours=5), "june", "Then the train had a good morning."),
            Called(_ago(days=1, hours=4), "amara", video=False, duration=_ago(minutes=8)),
        ),
    ),
    DemoThread(
        "mei.tanaka",
        (
            Said(
                _ago(hours=3, minutes=10),
                "mei.tanaka",
                "Do you have the measurements for the studio?",
            ),
            Said(_ago(hours=2, minutes=50), "june", "Sent you the floor plan"),
        ),
    ),
    DemoThread(
        "idris",
        (
            Said(_ago(days=3), "idris", "Can you read through the second half before Tuesday?"),
            Said(
                _ago(hours=3),
                "idris",
                "I have the hall from two o’clock, if the piano tuner leaves on time.",
            ),
            Said(_ago(hours=2, minutes=58), "june", "He always leaves on time."),
            Called(_ago(hours=2, minutes=50), "idris", video=False, duration=None),
            Said(_ago(hours=2, minutes=46), "idris", "No hurry. Brass or strings first?"),
        ),
    ),
    DemoThread(
        "rosa.marin",
        (
            Said(_ago(days=1, hours=17), "rosa.marin", "Home from the marsh, boots still wet."),
            Said(
                _ago(days=1, hours=16, minutes=58),
                "rosa.marin",
                "Found the recording from the marsh. You can hear the quail at 0:41, twice.",
            ),
            Said(
                _ago(days=1, hours=16, minutes=36),
                "june",
                "That’s the one! Let me show you the spot.",
            ),
            Called(
                _ago(days=1, hours=16, minutes=24), "june", video=True, duration=_ago(minutes=4)
            ),
            Called(_ago(hours=1, minutes=50), "rosa.marin", video=False, duration=None),
            Said(_ago(minutes=75), "rosa.marin", "Sorry, I was on the ferry. Free after eleven?"),
            Said(_ago(minutes=64), "june", "Half past eleven works."),
            Said(_ago(minutes=64), "june", "I’ll ring you, bring the good microphone."),
            Said(_ago(minutes=60), "rosa.marin", "Perfect. I’ll put the kettle on."),
        ),
    ),
)
"""June's threads, the one with the newest item last."""
