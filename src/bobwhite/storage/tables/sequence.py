"""Where does each account's stream of durable events stand?"""

from sqlalchemy import BigInteger, Column, String, Table

from bobwhite.storage.types import metadata

account_sequences = Table(
    "account_sequences",
    metadata,
    Column("account", String(26), primary_key=True),
    Column("seq", BigInteger, nullable=False),
)
