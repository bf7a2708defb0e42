"""Child processes of the embedded default: started, watched, and never left behind."""
