from __future__ import annotations

import polars as pl
import pytest

from shopwarden.places import parse_address, parse_addresses
from shopwarden.places.frames import SCHEMA, compiled_frame

WHOLE = "Room 501, Bldg 3, No. 88 Jianguo Road, Chaoyang District, Beijing 100022, China"
JUDGED = [
    (WHOLE, "110105", "ok", []),
    ("Zhejiang Sheng Hangzhou Shi Yuhang Qu Wuchang Jiedao Wenyi Xilu 969 Hao",
     "330110005", "ok", []),
    ("12 Zhongshan Road, Guangzhou, Zhejiang Province", "330000", "wrong", ["contradiction"]),
    ("Zhabei District, Shanghai, Gonghexin Road 12", "310106", "note", ["abolished"]),
    ("Chaoyang District, Beijing", "110105", "check", ["nothing_below_township"]),
    ("Jianguo Road, Chaoyang District, Beijing", "110105", "note", ["incomplete"]),
    ("Zhang Wei, 13800138000, Rm 1203, Bldg A, Wangjing SOHO, Chaoyang, Beijing",
     "110105", "note", ["receiver_inside"]),
    # What names no division is judged as before.
    ("Suite 88888, Los Angeles", None, "check", ["forwarding_warehouse"]),
    ("asdfghjkl qwer", None, "check", ["gibberish"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "verdict", "reasons"), JUDGED)
def test_an_address_in_latin_letters_is_read_and_judged(
    text: str, code: str | None, verdict: str, reasons: list[str]
) -> None:
    address = parse_address(text)
    assert (address.code, address.verdict) == (code, verdict)
    assert [reason["code"] for reason in address.reasons] == reasons


def test_its_parts_are_quoted_and_its_divisions_named() -> None:
    address = parse_address(WHOLE)
    assert (address.district, address.road, address.room) == (
        "Chaoyang District", "Jianguo Road", "Room 501",
    )  # fmt: skip
    assert (address.province_name, address.district_name) == ("北京市", "朝阳区")


def test_among_others_in_a_column_it_keeps_its_place() -> None:
    texts = pl.Series(["浙江省杭州市余杭区文一西路969号", WHOLE, "", *(one[0] for one in JUDGED)])
    frame = compiled_frame(texts, list(SCHEMA), is_whole=True)
    assert frame["code"].to_list()[:3] == ["330110", "110105", None]
    assert frame.equals(parse_addresses(texts))
