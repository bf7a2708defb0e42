"""Which use cases do the routes reach?"""

from dataclasses import dataclass

from bobwhite.accounts.administration import PasswordResetService
from bobwhite.accounts.devices import DeviceService
from bobwhite.accounts.passkeys import PasskeyService
from bobwhite.accounts.service import AccountService
from bobwhite.accounts.sessions import SessionService
from bobwhite.accounts.set_up import SetUpService
from bobwhite.accounts.sign_up import SignUpService


@dataclass(frozen=True)
class AccountServices:
    """The use cases of accounts."""

    accounts: AccountService
    sessions: SessionService
    sign_up: SignUpService
    set_up: SetUpService
    devices: DeviceService
    passkeys: PasskeyService
    resets: PasswordResetService
