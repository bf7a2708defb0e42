"""What features tell, in the words of the wire; each feature has its own module."""
