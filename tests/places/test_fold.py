from __future__ import annotations

import numpy as np

from shopwarden.places.fold import code_units, fold_table, translation

TABLE = fold_table({"號": "号", "區": "区", "長": "长"})


def fold(text: str) -> str:
    return text.translate(translation(TABLE))


def test_width_case_and_traditional_forms_become_one() -> None:
    assert fold("ＡＢ１２號　長區，") == "ab12号 长区,"


def test_every_character_stays_one_character() -> None:
    text = "浙江省ＡＢＣ１２３號😀𠮷餘"
    assert len(fold(text)) == len(text)
    assert code_units(text).size == len(text)


def test_folding_twice_changes_nothing() -> None:
    assert np.array_equal(TABLE[TABLE], TABLE)


def test_characters_outside_the_basic_plane_share_one_unit() -> None:
    assert code_units("a😀").tolist() == [97, 0xFFFF]
