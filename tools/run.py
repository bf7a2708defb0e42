"""How does a command run with this checkout's tools? `python3 -m tools.run FOLDER COMMAND...`

The command replaces this process, so that Ctrl-C and its exit code are its own.
"""

from __future__ import annotations

import os
import sys

from tools.places import ROOT, environment


def main(folder: str, *command: str) -> None:
    """Runs the command in a folder of the checkout, in place of this process."""
    try:
        os.chdir(ROOT / folder)
        os.execvpe(command[0], command, environment())
    except OSError as error:
        sys.exit(f"Cannot run {' '.join(command)} in {folder}: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
