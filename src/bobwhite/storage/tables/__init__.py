"""Every table, by feature; importing this package fills the shared metadata."""

from bobwhite.storage.tables import accounts, billing, messages, safety, sequence, social
from bobwhite.storage.types import metadata

__all__ = ["accounts", "billing", "messages", "metadata", "safety", "sequence", "social"]
