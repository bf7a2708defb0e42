"""Where do calls, their deadlines and each account's history of them lie?

No column of a call names a caller or a callee: participants are rows, because calls grow to many.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from bobwhite.storage.types import UtcDateTime, metadata

calls = Table(
    "calls",
    metadata,
    Column("call", String(22), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("phase", String(10), nullable=False),
    Column("arrival", String(12), nullable=False),
    # Audio, or audio and video, separated by a comma.
    Column("media", String(11), nullable=False),
    Column("answer_media", String(11)),
    Column("placed_at", UtcDateTime, nullable=False),
    Column("ring_expires_at", UtcDateTime, nullable=False),
    Column("rang_at", UtcDateTime, index=True),
    Column("answered_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("reason", String(16)),
    Column("set_up", Boolean, nullable=False),
    # Reserved: no call can be held yet.
    Column("held", Boolean, nullable=False),
    Column("conv", ForeignKey("threads.conv")),
    Column("pos", BigInteger),
    Column("jws", Text),
    Index(
        "ix_calls_unfinished",
        "call",
        sqlite_where=text("phase <> 'ended'"),
        postgresql_where=text("phase <> 'ended'"),
    ),
)

call_participants = Table(
    "call_participants",
    metadata,
    Column("call", ForeignKey("calls.call"), primary_key=True),
    Column("account", ForeignKey("accounts.uid"), primary_key=True, index=True),
    Column("role", String(6), nullable=False),
)

call_rings = Table(
    "call_rings",
    metadata,
    Column("call", ForeignKey("calls.call"), primary_key=True),
    Column("device", String(22), primary_key=True),
    Column("account", ForeignKey("accounts.uid"), nullable=False),
    Column("outcome", String(10), nullable=False),
)

call_legs = Table(
    "call_legs",
    metadata,
    Column("call", ForeignKey("calls.call"), primary_key=True),
    Column("account", ForeignKey("accounts.uid"), primary_key=True),
    # Both ends of a link share it.
    Column("leg", String(22), nullable=False),
    Column("device", String(22), nullable=False),
    Column("tab", String(22), nullable=False),
    Column("session", String(26), nullable=False),
    Column("connected", Boolean, nullable=False),
    Column("flowing", Boolean),
)

call_deadlines = Table(
    "call_deadlines",
    metadata,
    Column("call", ForeignKey("calls.call"), primary_key=True),
    Column("timer", String(8), primary_key=True),
    Column("due_at", UtcDateTime, nullable=False, index=True),
)

# Every try to call somebody, also where nobody is or nobody was rung: hence no key for "tried".
call_attempts = Table(
    "call_attempts",
    metadata,
    Column("account", ForeignKey("accounts.uid"), primary_key=True),
    Column("call", String(22), primary_key=True),
    Column("tried", String(26), nullable=False),
    Column("content", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("stranger", Boolean, nullable=False),
    Column("exempt", Boolean, nullable=False),
    Column("refused", String(32)),
    Column("joined", String(22)),
    Index("ix_call_attempts_account_at", "account", "at"),
)

call_entries = Table(
    "call_entries",
    metadata,
    Column("account", ForeignKey("accounts.uid"), primary_key=True),
    Column("call", String(22), primary_key=True),
    Column("peer", String(26), nullable=False, index=True),
    Column("direction", String(8), nullable=False),
    Column("media", String(11), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("answered_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("reason", String(16)),
    Column("missed", Boolean, nullable=False),
    Column("seen", Boolean, nullable=False),
    # The peer chose "Forget this person" since: this call opens no way back.
    Column("forgotten", Boolean, nullable=False),
    Column("conv", ForeignKey("threads.conv")),
    Column("pos", BigInteger),
    Index("ix_call_entries_account_started_at", "account", "started_at"),
    Index("ix_call_entries_conv_pos", "conv", "pos"),
)
