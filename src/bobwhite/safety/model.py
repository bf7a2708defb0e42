"""What does an account keep from another?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Restrictions:
    """What an owner closed to one other account (product 9.1).

    ``blocks`` closes everything, ``call_blocks`` only calls; the two are set apart.
    """

    blocks: bool = False
    call_blocks: bool = False


NO_RESTRICTIONS = Restrictions()
