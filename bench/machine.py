"""On which machine did this run?"""

import platform
import sys
from pathlib import Path


def cpu_model() -> str:
    """Return the processor's name and how many of it there are."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    count = sum(line.startswith("processor") for line in lines)
    return f"{names[0] if names else platform.machine()}, {count} cores"


def python_version() -> str:
    """Return the interpreter and the kernel below it."""
    return f"{sys.version.split()[0]} on {platform.system()} {platform.release()}"
