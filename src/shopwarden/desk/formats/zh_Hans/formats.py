"""Chinese: shops write 50,006 like their platforms do; Django would write 50006."""

from __future__ import annotations

from typing import Final

THOUSAND_SEPARATOR: Final = ","
NUMBER_GROUPING: Final = 3
