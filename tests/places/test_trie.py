from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.places.trie import build_trie, search

WORD = st.text("ab杭州市区x", min_size=1, max_size=5)


def units(text: str) -> np.ndarray:
    return np.array([*map(ord, text), 0, 0], np.uint16)


def test_the_longest_pattern_at_each_start_with_its_shorter_prefixes() -> None:
    patterns = ["杭州", "杭州市", "州市", "余杭区"]
    trie = build_trie(patterns)
    start, pattern = search(trie, units("在杭州市余杭"))
    assert start.tolist() == [1, 2]
    assert [patterns[p] for p in pattern] == ["杭州市", "州市"]
    assert trie.link.tolist() == [-1, 0, -1, -1]
    assert trie.length.tolist() == [2, 3, 2, 3]


def test_characters_of_no_pattern_match_nothing() -> None:
    start, pattern = search(build_trie(["ab"]), units("zzzz\x00"))
    assert (start.size, pattern.size) == (0, 0)


@given(st.lists(WORD, min_size=1, max_size=30, unique=True), st.text("ab杭州市区xyz", max_size=30))
def test_search_finds_what_a_plain_scan_finds(patterns: list[str], text: str) -> None:
    start, pattern = search(build_trie(patterns), units(text))
    expected = {}
    for at in range(len(text)):
        found = [p for p in patterns if text.startswith(p, at)]
        if found:
            expected[at] = max(found, key=len)
    assert {int(s): patterns[int(p)] for s, p in zip(start, pattern, strict=True)} == expected
