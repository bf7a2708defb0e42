"""How does the built browser client get into the wheel and the source archive?"""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BrowserClientHook(BuildHookInterface[Any]):
    """Builds the browser client before it is packed; hatchling finds this class by its base."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Makes sure that the built client is there and belongs to the sources beside it.

        An editable install serves what set-up built, so nothing is built here. A source archive
        (which has a PKG-INFO) carries the built client, so that installing it needs no Node.
        """
        if version == "editable":
            return
        root = Path(self.root)
        if not (root / "PKG-INFO").exists():
            subprocess.run([sys.executable, "-m", "tools.setup", "web"], cwd=root, check=True)
        if not (root / "src" / "bobwhite" / "web_dist" / "index.html").is_file():
            raise FileNotFoundError("src/bobwhite/web_dist: the built browser client is missing")
