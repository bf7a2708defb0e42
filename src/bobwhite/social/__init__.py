"""Social: who follows and who saved whom."""
