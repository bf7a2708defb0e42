"""Is what the coverage of the core measures the core that the import contracts name?"""

import tomllib
from configparser import ConfigParser
from pathlib import Path

from tools.places import ROOT


def contract() -> tuple[set[str], set[str]]:
    """Modules of the core, and what of them is no core; as .importlinter says."""
    parser = ConfigParser()
    parser.read(ROOT / ".importlinter")
    core = parser["importlinter:contract:core"]
    return set(core["modules"].split()), set(core["but_not"].split())


def test_every_core_module_is_measured_and_nothing_else() -> None:
    measured = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["coverage"]["run"]
    modules, use_cases = contract()
    there = {name for name in modules if (ROOT / "src" / Path(*name.split("."))).is_dir()}
    assert set(measured["source_pkgs"]) == there
    omitted = {
        ".".join(Path(pattern).with_suffix("").parts[1:]).removesuffix(".*")
        for pattern in measured["omit"]
    }
    assert omitted == use_cases
