"""Does each setting keep to its range, and is the reference page current?"""

from pathlib import Path

import pytest

from bobwhite.config import ConfigError, Settings, read_settings, reference

PAGE = Path(__file__).parents[2] / "docs/operate/settings.md"


def test_without_anything_set_the_defaults_hold() -> None:
    assert read_settings({}) == Settings()


def test_without_an_address_people_come_from_this_machine() -> None:
    assert read_settings({"BOBWHITE_PORT": "9000"}).origins == ("http://localhost:9000",)


def test_values_are_read_by_their_kind(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("kept in a file\n")
    settings = read_settings(
        {
            "BOBWHITE_DATA_DIR": "/srv/bobwhite",
            "BOBWHITE_RING_TIME_S": "60",
            "BOBWHITE_MESSAGE_RULE": "off",
            "BOBWHITE_ORIGINS": "https://one.example, https://two.example/",
            "BOBWHITE_TURN_SECRET_FILE": str(secret),
        }
    )
    assert settings.database == "sqlite:////srv/bobwhite/bobwhite.db"
    assert settings.ring_time.total_seconds() == 60
    assert settings.message_rule is False
    assert settings.origins == ("https://one.example", "https://two.example")
    assert settings.secure is True
    assert settings.turn_secret == "kept in a file"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("RING_TIME_S", "5", "BOBWHITE_RING_TIME_S: '5' is not a whole number from 20 to 60"),
        ("RING_TIME_S", "soon", "BOBWHITE_RING_TIME_S: 'soon'"),
        ("PORT", "0", "BOBWHITE_PORT"),
        ("TRUST_PROXY", "maybe", "BOBWHITE_TRUST_PROXY: 'maybe' is not on or off"),
        ("ORIGINS", "example.org", "BOBWHITE_ORIGINS: 'example.org'"),
        ("TURN_URLS", "turn:relay.example", "BOBWHITE_TURN_POOL"),
        ("METRICS_TOKEN", "short", "BOBWHITE_METRICS_TOKEN is shorter than 16"),
        ("TURN_SECRET_FILE", "/nowhere/at/all", "BOBWHITE_TURN_SECRET_FILE: cannot read"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read_settings({f"BOBWHITE_{name}": value})


def test_no_secret_is_shown() -> None:
    for name in ("TURN_SECRET", "METRICS_TOKEN"):
        assert "hidden" not in repr(read_settings({f"BOBWHITE_{name}": "hidden for everybody"}))


def test_the_page_of_settings_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "run: bobwhite config reference > docs/operate/settings.md"
    )
