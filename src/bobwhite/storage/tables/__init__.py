"""Every table, by feature; importing this package fills the shared metadata."""

from bobwhite.storage.tables import accounts, billing, calls, messages, safety, sequence, social
from bobwhite.storage.types import metadata

__all__ = ["accounts", "billing", "calls", "messages", "metadata", "safety", "sequence", "social"]
