"""How does one work on Bobwhite and see each change at once?

The demo server starts anew whenever a Python file changes, and the browser client is built anew,
exactly as it is shipped, whenever a web source changes; reloading the page shows it.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys

from tools.places import ROOT, environment


def main() -> int:
    """Runs both watchers until one ends or Ctrl-C; leaves no child behind."""
    parser = argparse.ArgumentParser(prog="python -m tools.dev")
    parser.add_argument("--port", type=int, default=8420)
    port = parser.parse_args().port
    serve = ["--filter", "python", "--sigint-timeout", "10", f"bobwhite demo --port {port}", "src"]
    # What the build itself writes must not start the next build.
    build = ["--ignore-paths", "src/i18n/generated", "npm run --silent build"]
    sources = ["src", "messages", "public", "index.html"]
    watchers = [(ROOT, serve), (ROOT / "web", build + sources)]
    # Ended by a signal, it ends its children as it does on Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    children: list[subprocess.Popen[bytes]] = []
    try:
        for folder, arguments in watchers:
            command = ["watchfiles", *arguments]
            children.append(subprocess.Popen(command, cwd=folder, env=environment()))
        children[0].wait()
    except KeyboardInterrupt:
        pass
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
