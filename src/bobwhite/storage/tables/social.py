"""Whom does an account follow, and whom did it save?"""

from sqlalchemy import Boolean, Column, ForeignKey, Table

from bobwhite.storage.types import UtcDateTime, metadata

ties = Table(
    "ties",
    metadata,
    Column("owner", ForeignKey("accounts.uid"), primary_key=True),
    Column("other", ForeignKey("accounts.uid"), primary_key=True, index=True),
    Column("followed_at", UtcDateTime),
    Column("saved_at", UtcDateTime),
    # Followed while blocked: the owner sees it, for the other it never happened.
    Column("swallowed", Boolean, nullable=False),
)
