"""What features hold and tell, in the words of the wire; both edges speak through it.

Importing this registers every event of a feature: a durable event without a message would leave a
gap in the numbers.
"""

from bobwhite.presenters import calls, messages, people

__all__ = ["calls", "messages", "people"]
