from __future__ import annotations

import polars as pl
import pytest

from shopwarden.places import check_phones

CASES = [
    ("13800000000", "+8613800000000", "mobile"),
    ("+86 138 0000 0000", "+8613800000000", "mobile"),
    ("+86-13800000000", "+8613800000000", "mobile"),
    ("0086-13800000000", "+8613800000000", "mobile"),
    ("8613800000000", "+8613800000000", "mobile"),
    ("013800000000", "+8613800000000", "mobile"),
    ("138-0000-0000", "+8613800000000", "mobile"),
    ("１３８００００００００", "+8613800000000", "mobile"),
    ("'13800000000", "+8613800000000", "mobile"),
    ("13800000000.0", "+8613800000000", "mobile"),
    ("18877771111-123", "+8618877771111-123", "virtual"),
    ("18877771111转123", "+8618877771111-123", "virtual"),
    ("18877771111,123", "+8618877771111-123", "virtual"),
    ("188-7777-1111 转 4567", "+8618877771111-4567", "virtual"),
    ("0571-88888888", "+8657188888888", "landline"),
    ("057188888888", "+8657188888888", "landline"),
    ("（0571）88888888", "+8657188888888", "landline"),
    ("86-571-88888888", "+8657188888888", "landline"),
    ("010-66666666-801", "+861066666666-801", "landline"),
    ("0970-8888888", "+869708888888", "landline"),
    ("88888888", "88888888", "landline"),
    ("400-800-8888", "4008008888", "service"),
    ("8008108888", "8008108888", "service"),
    ("10086", None, "impossible"),
    ("110", None, "impossible"),
    ("+852 5123 4567", "+85251234567", "foreign"),
    ("85251234567", "+85251234567", "foreign"),
    ("0912345678", "+886912345678", "foreign"),
    ("+1 650 253 0000", "+16502530000", "foreign"),
    ("138****0000", None, "masked"),
    ("1*******001", None, "masked"),
    ("138xxxx0000", None, "masked"),
    ("$$Abc+/=$$", None, "masked"),
    ("##cipher##", None, "masked"),
    (None, None, "missing"),
    ("", None, "missing"),
    ("无", None, "missing"),
    ("-", None, "missing"),
    ("13800000000/0571-88888888", "+8613800000000", "mobile"),
    ("12345678901/13800000001", "+8613800000001", "mobile"),
    ("13800000000 13900000000", "+8613800000000", "mobile"),
    ("12345678901/1234", None, "impossible"),
    ("12345678901", None, "impossible"),
    ("1380000000", None, "impossible"),
    ("138000000000", None, "impossible"),
    ("11111111111", None, "impossible"),
    ("021-5555555", None, "impossible"),
    ("0999999999999", None, "impossible"),
    ("1.38E+10", None, "impossible"),
    ("abc", None, "impossible"),
]


@pytest.mark.parametrize(("written", "normalised", "kind"), CASES)
def test_each_form_alone(written: str | None, normalised: str | None, kind: str) -> None:
    assert check_phones(pl.Series([written], dtype=pl.String)).row(0) == (normalised, kind)


def test_a_column_keeps_its_order_and_repeats() -> None:
    texts = [written for written, _, _ in CASES] * 2
    frame = check_phones(pl.Series(texts, dtype=pl.String))
    assert frame.rows() == [(normalised, kind) for _, normalised, kind in CASES] * 2


def test_an_empty_column_has_both_columns() -> None:
    frame = check_phones(pl.Series([], dtype=pl.String))
    assert frame.schema == {"normalised": pl.String, "kind": pl.String}
    assert frame.is_empty()


def test_numbers_are_read_as_text() -> None:
    assert check_phones(pl.Series([13800000000]))["kind"].to_list() == ["mobile"]
