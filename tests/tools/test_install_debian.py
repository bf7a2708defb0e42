"""Does installing Debian packages keep services from starting, and leave nothing behind?"""

import os
import subprocess
from pathlib import Path

import pytest

from tools.places import ROOT


class Machine:
    """A pretended Debian: its own commands before the real ones, its own policy and init scripts."""

    def __init__(self, folder: Path) -> None:
        self.policy = folder / "policy-rc.d"
        self.services = folder / "init.d"
        self.log = folder / "log"
        self.services.mkdir()
        self.log.touch()
        self._bin = folder / "bin"
        self._bin.mkdir()
        script = (ROOT / "tools" / "install_debian.sh").read_text()
        script = script.replace("/usr/sbin/policy-rc.d", str(self.policy))
        self._script = folder / "install.sh"
        self._script.write_text(script.replace("/etc/init.d", str(self.services)))
        self.command("id", "echo 0")
        self.command("update-rc.d", f'echo "update-rc.d $*" >> {self.log}')
        self.apt_get("")

    def command(self, name: str, body: str) -> None:
        """Puts a command before the machine's own."""
        (self._bin / name).write_text(f"#!/bin/sh\n{body}\n")
        (self._bin / name).chmod(0o755)

    def apt_get(self, body: str) -> None:
        """Makes apt-get note its arguments and the policy's answer, then do more."""
        asked = f'{self.policy} coturn start; echo "$1 $2 $3 $4 policy=$?" >> {self.log}'
        self.command("apt-get", f"{asked}\n{body}")

    def install(self, *packages: str) -> subprocess.CompletedProcess[str]:
        """Runs the script for packages."""
        env = os.environ | {"PATH": f"{self._bin}:{os.environ['PATH']}"}
        command = ["sh", str(self._script), *packages]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_nothing_may_start_while_packages_are_installed(machine: Machine) -> None:
    assert machine.install("coturn").returncode == 0
    lines = machine.log.read_text().splitlines()
    assert [line.split()[3] for line in lines] == ["update", "install"]
    assert all(line.endswith("policy=101") for line in lines)
    assert not machine.policy.exists()


def test_a_new_service_stays_off_at_the_next_boot(machine: Machine) -> None:
    machine.apt_get(f"touch {machine.services}/coturn")
    machine.install("coturn")
    assert "update-rc.d coturn disable" in machine.log.read_text()


def test_a_service_that_was_there_before_is_left_alone(machine: Machine) -> None:
    (machine.services / "coturn").touch()
    machine.install("coturn")
    assert "update-rc.d" not in machine.log.read_text()


def test_the_policy_is_removed_when_installing_fails(machine: Machine) -> None:
    machine.apt_get("exit 100")
    assert machine.install("coturn").returncode == 100
    assert not machine.policy.exists()


def test_the_policy_is_removed_when_the_installation_is_interrupted(machine: Machine) -> None:
    machine.apt_get("kill -TERM $PPID")
    assert machine.install("coturn").returncode == 143
    assert not machine.policy.exists()


def test_an_operator_s_own_policy_is_used_and_kept(machine: Machine) -> None:
    own = "#!/bin/sh\nexit 101\n"
    machine.policy.write_text(own)
    machine.policy.chmod(0o755)
    assert machine.install("coturn").returncode == 0
    assert machine.policy.read_text() == own


def test_an_own_policy_that_lets_services_start_stops_the_installation(machine: Machine) -> None:
    machine.policy.write_text("#!/bin/sh\nexit 0\n")
    machine.policy.chmod(0o755)
    assert machine.install("coturn").returncode == 1
    assert machine.log.read_text() == ""
    assert machine.policy.exists()


def test_without_root_it_says_the_command_to_run(machine: Machine) -> None:
    machine.command("id", "echo 1000")
    done = machine.install("coturn", "chromium")
    assert done.returncode == 1
    assert done.stderr.startswith("This needs root: sudo sh ")
    assert done.stderr.endswith(" coturn chromium\n")
    assert machine.log.read_text() == ""
