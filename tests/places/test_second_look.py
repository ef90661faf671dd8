from __future__ import annotations

import polars as pl

from shopwarden.places.columns import Sheet
from shopwarden.places.kernel.lines import ORDER
from shopwarden.places.reasons import AddressReason
from shopwarden.places.second_look import slip_lines, wording_lines

TEXTS = pl.Series(
    [
        "浙江省杭州市余杭区五常街道文一西路969号",
        # A firm slip, one that may as well be right, and a gap without any.
        "折江省杭州市余杭区文一西路969号",
        "安徽省马鞍山市充县解放大道168号",
        "台湾省嘉义县东石乡广州路81号",
        "浙江省杭州市余杭区文一西路1号加微信abc12345",
        # The name of a former district asks by itself; the text before it is a gap.
        "好地方杭州市江干区白杨街道1号",
    ]
)


def sheet() -> Sheet:
    return Sheet(len(TEXTS), [])


def test_slips_are_found_in_the_rows_with_gaps() -> None:
    found = sheet().read(TEXTS, 0, is_whole=True)
    lines, odd = slip_lines(TEXTS, found)
    slip = [1, ORDER.index(AddressReason.UNKNOWN_DIVISION), 0, 3, 0, -1, -1, -1, -1]
    assert lines.tolist() == [slip]
    assert found.gaps[:, 0].tolist() == [1, 2, 3, 5]
    assert odd == [1, 2, 5]


def test_contacts_are_found_where_the_gates_say_so() -> None:
    read = sheet()
    read.read(TEXTS, 0, is_whole=True)
    contact = [4, ORDER.index(AddressReason.CONTACT_INSIDE), 15, 26, -1, -1, -1, -1, -1]
    assert wording_lines(TEXTS, read.gates).tolist() == [contact]


def test_without_such_rows_there_are_no_lines() -> None:
    found = sheet().read(TEXTS[:1], 0, is_whole=True)
    lines, odd = slip_lines(TEXTS[:1], found)
    assert (lines.shape, odd) == ((0, 9), [])
