"""Who may call whom? One pure policy: facts go in, a decision with its reason comes out.

``facts`` says what must be known, ``doors`` and ``audience`` read the two richer facts, ``policy``
holds the decision table and the questions that may be put to it, ``decision`` is the answer. It
knows no calls, so that icons, previews, groups and desks ask the same policy.
"""
