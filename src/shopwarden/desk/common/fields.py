"""Form fields several apps use."""

from __future__ import annotations

from typing import Any, Final
from unicodedata import category

from django import forms

# Control and format characters turn the words around a name about, or make it invisible.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})


class NameField(forms.CharField):
    """A name on one line, without characters that nobody sees."""

    def to_python(self, value: Any) -> str:
        """Read the name as it will be seen."""
        seen = "".join(" " if category(one) in _UNSEEN else one for one in str(value or ""))
        return super().to_python(" ".join(seen.split())) or ""
