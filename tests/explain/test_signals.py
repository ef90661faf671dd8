from __future__ import annotations

from math import log, nan

import pytest

from shopwarden.explain import Language
from shopwarden.explain.signals import part_sentence, signal_label
from shopwarden.risk.evaluation import Part
from shopwarden.risk.history import KEYS
from shopwarden.risk.signals import Asked, Signal

ZH, EN = Language.ZH, Language.EN


@pytest.mark.parametrize("language", list(Language))
def test_every_signal_is_told_apart_in_words(language: Language) -> None:
    signals = [Signal(asked, key, days) for asked in Asked for key in KEYS for days in (7, 30)]
    labels = {signal_label(signal, language) for signal in signals}
    alone = {Asked.AMOUNT, Asked.HOUR, Asked.WEEKDAY}
    assert len(labels) == (len(Asked) - len(alone)) * len(KEYS) * 2 + len(alone)


def test_a_part_says_what_it_was_and_how_it_moves_the_odds() -> None:
    share = Signal(Asked.BAD_SHARE, "terminal", 7)
    assert part_sentence(Part(share, 0.5, log(4)), ZH) == (
        "同一终端：已知标签的最近 7 天里的坏单占比 = 0.5（几率 ×4.0）"
    )
    assert part_sentence(Part(share, nan, -log(2)), EN) == (
        "Share of bad orders in the last 7 days with known labels, terminal = not known (odds ÷2.0)"
    )
    amount = Part(Signal(Asked.AMOUNT), 24980.0, 12.0)
    assert part_sentence(amount, EN) == "Amount of the order (minor units) = 24,980 (odds ×1000+)"
