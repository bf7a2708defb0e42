"""What is left of an account that was deleted?

Its id, so that the histories of others stay whole (product 11.7). Names, keys, sessions, settings and
everything it kept about others are gone with the same commit.
"""

from bobwhite.accounts.model import Account, Status
from bobwhite.accounts.news import AccountNews
from bobwhite.accounts.ports import AccountsUnit
from bobwhite.accounts.sessions import end_sessions
from bobwhite.accounts.tickets import Purpose


async def erase_account(unit: AccountsUnit, account: Account, news: AccountNews) -> str | None:
    """Delete the account inside ``unit``; return the portrait that is to be removed after it."""
    uid = account.uid
    await end_sessions(unit, uid)
    await unit.devices.remove_signed_out(uid)
    for passkey in await unit.passkeys.of(uid):
        await unit.passkeys.remove(uid, passkey.credential)
    for purpose in Purpose:
        await unit.tickets.drop(purpose, uid)
    await unit.accounts.set_password_hash(uid, None)
    blank = Account(uid, "", "", account.created_at, status=Status.DELETED, calls_on=False)
    await unit.accounts.save(blank)
    await news.erased(unit, uid)
    return account.avatar
