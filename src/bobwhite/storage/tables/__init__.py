"""Every table, by feature; importing this package fills the shared metadata."""

from bobwhite.storage.tables import sequence
from bobwhite.storage.types import metadata

__all__ = ["metadata", "sequence"]
