"""Adapters: each folder knows one outside technology and no rules."""
