"""How does a program end with the process that started it, however that ends?

Run as a script: ``tether.py PARENT PROGRAM ARGUMENT…`` becomes PROGRAM, which the kernel kills when its
parent dies (Linux, ``PR_SET_PDEATHSIG``; ``exec`` keeps it). A process of its own, because code between
fork and exec is unsafe in a parent with threads.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Tether this process to its parent, then become the program."""
    parent, program, *arguments = sys.argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    # The parent may have died before the tether held.
    if os.getppid() == int(parent):
        os.execv(program, [program, *arguments])  # noqa: S606


if __name__ == "__main__":
    main()
