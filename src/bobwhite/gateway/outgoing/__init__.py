"""What features tell, in the words of the wire; each feature has its own module.

Importing this registers them all: a durable event without a message would leave a gap in the numbers.
"""

from bobwhite.gateway.outgoing import calls, messages, people, presence

__all__ = ["calls", "messages", "people", "presence"]
