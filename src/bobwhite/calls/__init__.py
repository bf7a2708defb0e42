"""One-to-one calls: who may ring, what happens while it rings, how it ends."""
