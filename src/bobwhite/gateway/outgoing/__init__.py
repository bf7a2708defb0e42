"""Events: how each feature's events read on the wire."""
