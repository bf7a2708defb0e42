"""How quick is a call, and what does it cost? See ``__main__``."""
