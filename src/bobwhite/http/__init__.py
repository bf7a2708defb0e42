"""The HTTP edge: accounts, settings, reading and uploads."""
