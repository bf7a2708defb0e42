"""Who holds a plan, and until when?"""

from sqlalchemy import Column, ForeignKey, String, Table

from bobwhite.storage.types import UtcDateTime, metadata

plans = Table(
    "plans",
    metadata,
    Column("account", ForeignKey("accounts.uid"), primary_key=True),
    Column("name", String(60), nullable=False),
    # Null: without an end.
    Column("until", UtcDateTime),
)
