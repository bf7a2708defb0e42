"""Where do accounts, their keys, their sessions and the instance's own choices lie?"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from bobwhite.storage.types import JsonColumn, UtcDateTime, metadata

accounts = Table(
    "accounts",
    metadata,
    Column("uid", String(26), primary_key=True),
    # Null once deleted, so that the name can be taken again.
    Column("handle", String(30), unique=True),
    Column("display_name", String(400), nullable=False),
    Column("search_name", String(1200), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("verified", Boolean, nullable=False),
    Column("operator", Boolean, nullable=False),
    Column("status", String(10), nullable=False),
    Column("calls_on", Boolean, nullable=False),
    Column("audience", JsonColumn, nullable=False),
    Column("quick_texts", JsonColumn, nullable=False),
    Column("avatar", String(32)),
)


def _owner(*, key: bool = False) -> Column[str]:
    return Column(
        "account", ForeignKey("accounts.uid"), nullable=False, primary_key=key, index=not key
    )


passwords = Table(
    "passwords",
    metadata,
    _owner(key=True),
    Column("hash", String(200), nullable=False),
)

devices = Table(
    "devices",
    metadata,
    Column("did", String(22), primary_key=True),
    _owner(),
    Column("signing_key", LargeBinary(32), nullable=False),
    Column("encryption_key", LargeBinary(32), nullable=False),
    Column("label", String(60), nullable=False),
    Column("rings", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(26), primary_key=True),
    _owner(),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("device", ForeignKey("devices.did", ondelete="SET NULL"), index=True),
    Column("label", String(60), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
)

passkeys = Table(
    "passkeys",
    metadata,
    Column("credential", String(1400), primary_key=True),
    _owner(),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("rp_id", String(255), nullable=False),
    Column("label", String(60), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_used_at", UtcDateTime),
)

# What may be used once and soon: passkey challenges, set-up and password links.
tickets = Table(
    "tickets",
    metadata,
    Column("secret_hash", LargeBinary(32), primary_key=True),
    Column("purpose", String(20), nullable=False),
    Column("account", String(26)),
    Column("payload", JsonColumn, nullable=False),
    Column("expires_at", UtcDateTime),
    Index("ix_tickets_purpose_account", "purpose", "account"),
)

instance = Table(
    "instance",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(400), nullable=False),
    Column("sign_up_open", Boolean, nullable=False),
    Column("placing_policy", String(20), nullable=False),
    Column("message_rule", Boolean, nullable=False),
    Column("set_up", Boolean, nullable=False),
)
