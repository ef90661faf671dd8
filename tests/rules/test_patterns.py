"""Patterns: what is read, what is refused, and that every engine finds the same."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.rules.patterns import PatternError, canonical
from shopwarden.rules.python import searcher


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("自提|代收", "自提|代收"),
        (r"^\d{3,}$", r"\A[0-9]{3,}\z"),
        (".", r"[^\x{a}]"),
        (r"a\.b", r"a\x{2e}b"),
        ("[a-c-]", r"[\x{2d}a-c]"),
        ("[^a-z]", "[^a-z]"),
        (r"[\w-]", r"[\x{2d}0-9A-Z\x{5f}a-z]"),
        (r"\S", r"[^\x{9}-\x{a}\x{c}-\x{d}\x{20}]"),
        ("(?i)vx1", "[Vv][Xx]1"),
        ("(?i)[a-f]", "[A-Fa-f]"),
        ("(ab)+?", "(?:ab)+"),
        ("(?:ab){2}", "(?:ab){2}"),
        (r"[\D]", r"[\x{0}-\x{2f}\x{3a}-\x{10ffff}]"),
    ],
)
def test_a_pattern_is_spelled_out(pattern: str, written: str) -> None:
    assert canonical(pattern) == written


@pytest.mark.parametrize(
    ("pattern", "why", "at"),
    [
        ("", "empty", 0),
        ("a|", "nothing", 2),
        ("()", "nothing", 1),
        ("a**", "repeat", 2),
        ("*a", "repeat", 0),
        ("^*", "repeat", 1),
        ("a{3", "repeat", 2),
        ("a{3,2}", "repeat", 2),
        ("a{201}", "repeat", 2),
        ("(a{100}){11}", "too_large", 8),
        ("(a", "bracket", 0),
        ("a)", "bracket", 1),
        ("[a", "bracket", 0),
        ("a]", "bracket", 1),
        ("[]", "class", 0),
        ("[z-a]", "class", 1),
        (r"[\d-z]", "class", 1),
        ("[[:alpha:]]", "class", 1),
        ("[a--b]", "class", 1),
        (r"(a)\1", "escape", 3),
        (r"\bvip", "escape", 0),
        (r"\p{Han}", "escape", 0),
        ("(?=a)", "group", 1),
        ("(?P<n>a)", "group", 1),
        ("a(?i)b", "group", 2),
        ("a\\", "ends", 2),
        ("a" * 501, "too_long", 500),
        ("(" * 12 + "a" + ")" * 12, "too_deep", 11),
    ],
)
def test_what_is_refused(pattern: str, why: str, at: int) -> None:
    with pytest.raises(PatternError) as caught:
        canonical(pattern)
    assert (caught.value.why, caught.value.at) == (why, at)


_PIECES = (
    "a", "b", "省", "é", ".", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "[a-c]", "[^a]", "[^\\d省]",
    "[\\W]", "\\.", "\\-", "[.*]", "\\n", "[A-Z_]", "\u017f", "\u212a", "[é-省]",
)  # fmt: skip
_patterns = st.recursive(
    st.sampled_from(_PIECES),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{0,}", "*?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        inner.map(lambda part: f"^{part}"),
        inner.map(lambda part: f"{part}$"),
    ),
    max_leaves=6,
)
_signs = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
_texts = st.text("abAB省é.\n 1_-\u017fK\u212a", max_size=6) | st.text(_signs, max_size=4)


@settings(max_examples=200)
@given(
    patterns=st.lists(
        st.builds("".join, st.tuples(st.sampled_from(["", "(?i)"]), _patterns)),
        min_size=1,
        max_size=6,
    ),
    texts=st.lists(_texts, min_size=1, max_size=8),
)
def test_every_engine_finds_the_same(patterns: list[str], texts: list[str]) -> None:
    frame = pl.DataFrame({"text": texts})
    for written in map(canonical, patterns):
        search = searcher(written)
        found = [search(text) for text in texts]
        assert frame["text"].str.contains(written).to_list() == found
        # A parameter is a text as it is, so that this is about the pattern only.
        by_duckdb = duckdb.execute(
            "select regexp_matches(t, ?) from (select unnest(?::varchar[]) as t)", [written, texts]
        ).fetchall()
        assert [row[0] for row in by_duckdb] == found


def test_the_largest_pattern_compiles_everywhere() -> None:
    written = canonical(".{200}" * 5)
    text = pl.Series(["省" * 1000, "省" * 999])
    assert text.str.contains(written).to_list() == [True, False]
    assert [searcher(written)(one) for one in text] == [True, False]
