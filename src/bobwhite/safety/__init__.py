"""Safety: blocks, and what they mean."""
