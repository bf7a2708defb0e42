"""Whom did an account block, wholly or for calls alone?"""

from sqlalchemy import Boolean, Column, ForeignKey, Table

from bobwhite.storage.types import UtcDateTime, metadata

restrictions = Table(
    "restrictions",
    metadata,
    Column("owner", ForeignKey("accounts.uid"), primary_key=True),
    Column("other", ForeignKey("accounts.uid"), primary_key=True, index=True),
    Column("blocks", Boolean, nullable=False),
    Column("call_blocks", Boolean, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)
