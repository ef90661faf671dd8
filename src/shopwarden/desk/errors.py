"""What the desk refuses.

::

    ShopwardenError
    └── DeskError
        ├── ConfigurationError   a setting, a key or the database is not usable: do not start
        ├── SealError            a sealed value cannot be opened
        ├── Forbidden            the person is known, the shop is theirs, the role is too small
        └── Refused              the request is understood and must not be done

A page shows the code, a sentence in the reader's language and a next step; the sentence is
found by the code in ``common/problems.py``.
"""

from __future__ import annotations

from shopwarden.errors import ShopwardenError


class DeskError(ShopwardenError):
    """The root of everything the desk raises on purpose."""


class ConfigurationError(DeskError):
    """The desk cannot start as it is set up."""


class SealError(DeskError):
    """A sealed value was changed, moved to another place, or its key is gone."""


class Forbidden(DeskError):
    """The role of this person in this shop does not include the permission."""


class Refused(DeskError):
    """A rule of the desk does not allow this change."""
