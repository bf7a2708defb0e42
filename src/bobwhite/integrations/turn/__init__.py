"""The relay: coturn's configuration, its credentials, and a check that it keeps to its rules."""
