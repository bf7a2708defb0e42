"""Runs the command line by ``python -m bobwhite``."""

from bobwhite.cli import main

main()
