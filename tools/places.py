"""Where do the tools of this checkout live, and what must a command's environment hold to use them?"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The top folder of the checkout."""

TOOLS = ROOT / ".tools"
"""What set-up installs for itself: uv, the links to Node, stamps and logs."""

VENV = ROOT / ".venv"
"""The Python environment with the server, its tests and Node's wheel."""

NODE_BIN = TOOLS / "node"
"""Links named node, npm and npx. The machine's own Node may be too old and is never used."""


def environment() -> dict[str, str]:
    """The environment for commands: this checkout's Python and Node before the machine's."""
    env = dict(os.environ)
    env["PATH"] = os.pathsep.join([str(NODE_BIN), str(VENV / "bin"), env.get("PATH", os.defpath)])
    env["VIRTUAL_ENV"] = str(VENV)
    return env
