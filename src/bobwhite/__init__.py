"""Bobwhite: social calling that a community can host itself."""
