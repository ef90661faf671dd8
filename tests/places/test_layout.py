from __future__ import annotations

import numpy as np
import pytest

from shopwarden.places.kernel.column import Source
from shopwarden.places.layout import pointers

DATA, ENDS = np.zeros(4, np.uint8), np.zeros(3, np.int64)


def test_addresses_stand_side_by_side() -> None:
    found = pointers(Source(DATA, ENDS, ENDS[1:]))
    assert [*found] == [DATA.ctypes.data, ENDS.ctypes.data, ENDS.ctypes.data + 8]


@pytest.mark.parametrize(
    "source",
    [
        Source(ENDS, ENDS, ENDS),
        Source(DATA, ENDS.astype(np.int32), ENDS),
        Source(DATA, np.zeros(6, np.int64)[::2], ENDS),
    ],
)
def test_what_compiled_code_would_misread_is_refused(source: Source) -> None:
    with pytest.raises(TypeError, match="Source"):
        pointers(source)
