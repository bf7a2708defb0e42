"""Billing: who holds a plan."""
