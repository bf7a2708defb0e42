"""Bobwhite: social calling that a community can host itself."""

__version__ = "0.1.0"
