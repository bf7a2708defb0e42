"""Repositories: they map rows to the core's objects and decide nothing."""
