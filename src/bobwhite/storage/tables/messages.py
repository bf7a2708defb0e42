"""Where do threads and messages lie, and who wrote to whom first?"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from bobwhite.storage.types import UtcDateTime, metadata

threads = Table(
    "threads",
    metadata,
    Column("conv", String(22), primary_key=True),
    # The pair in order of its ids, so that two people have one thread at most.
    Column("low", ForeignKey("accounts.uid"), nullable=False),
    Column("high", ForeignKey("accounts.uid"), nullable=False, index=True),
    Column("last_pos", BigInteger, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("low", "high"),
)

thread_members = Table(
    "thread_members",
    metadata,
    Column("conv", ForeignKey("threads.conv"), primary_key=True),
    Column("account", ForeignKey("accounts.uid"), primary_key=True),
    Column("peer", ForeignKey("accounts.uid"), nullable=False, index=True),
    Column("state", String(10), nullable=False),
    Column("read_up_to", BigInteger, nullable=False),
    Column("received_up_to", BigInteger, nullable=False),
    Column("peer_read_up_to", BigInteger, nullable=False),
    Column("peer_received_up_to", BigInteger, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("last_at", UtcDateTime),
    Index("ix_thread_members_account_last_at", "account", "last_at"),
)

messages = Table(
    "messages",
    metadata,
    Column("conv", ForeignKey("threads.conv"), primary_key=True),
    Column("pos", BigInteger, primary_key=True, autoincrement=False),
    Column("mid", String(22), nullable=False),
    Column("sender", ForeignKey("accounts.uid"), nullable=False),
    # No key to the devices: a message outlives the device it was sent from.
    Column("device", String(22), nullable=False),
    Column("content_type", String(100), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("origin", String(10), nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("swallowed", Boolean, nullable=False),
    UniqueConstraint("sender", "mid"),
)

# Outlives every message: deleting one changes nothing here.
first_written = Table(
    "first_written",
    metadata,
    Column("writer", ForeignKey("accounts.uid"), primary_key=True),
    Column("reader", ForeignKey("accounts.uid"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)
