from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shopwarden.places.kernel.branches import lay_out, longest
from shopwarden.places.trie import build_trie

WORD = st.text("ab杭州市区x", min_size=2, max_size=5)


def found(patterns: list[str], text: str) -> dict[int, str]:
    """The longest pattern at each position of `text`."""
    trie = build_trie(patterns)
    pairs, records, place = lay_out(trie)
    number = {int(record): at for at, record in enumerate(place)}
    units = [*map(ord, text), 0, 0, 0]
    slots, flat = memoryview(pairs), records.ravel().tolist()
    at = {n: longest(slots, flat, units, n) for n in range(len(text))}
    return {n: patterns[number[record]] for n, record in at.items() if record >= 0}


def test_the_longest_pattern_at_each_start() -> None:
    patterns = ["杭州", "杭州市", "州市", "余杭区"]
    assert found(patterns, "在杭州市余杭") == {1: "杭州市", 2: "州市"}


def test_a_pattern_leads_to_the_longest_one_it_begins_with() -> None:
    trie = build_trie(["杭州", "杭州市", "州市", "余杭区"])
    assert trie.link.tolist() == [-1, 0, -1, -1]
    assert trie.length.tolist() == [2, 3, 2, 3]


def test_characters_of_no_pattern_match_nothing() -> None:
    assert found(["ab"], "zzzz") == {}


@given(st.lists(WORD, min_size=1, max_size=30, unique=True), st.text("ab杭州市区xyz", max_size=30))
def test_search_finds_what_a_plain_scan_finds(patterns: list[str], text: str) -> None:
    expected = {}
    for at in range(len(text)):
        starting = [p for p in patterns if text.startswith(p, at)]
        if starting:
            expected[at] = max(starting, key=len)
    assert found(patterns, text) == expected
