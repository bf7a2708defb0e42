"""Commands: one handler each, by feature."""
