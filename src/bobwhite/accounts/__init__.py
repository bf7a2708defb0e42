"""Accounts: people, their sessions, devices and settings, and the instance they live on."""
