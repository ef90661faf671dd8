"""What a password must be, in the reader's language."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LengthValidator(MinimumLengthValidator):
    """Django's rule; its sentence is not in Chinese yet."""

    def get_error_message(self) -> str:
        """Return what is wrong, with the length asked for."""
        return _("This password is too short. Use at least %(length)s characters.") % {
            "length": self.min_length
        }
