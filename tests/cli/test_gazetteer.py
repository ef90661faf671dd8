from __future__ import annotations

import pytest


def test_year_counts_and_sources_are_shown(run) -> None:
    shown = run("gazetteer", "show", "--lang", "zh")
    assert shown.exit_code == 0
    for part in ("2026 年", "省级 34", "乡级 41,351", "已撤销或更名 629", "pypinyin 0.55.0"):
        assert part in shown.output


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "缺少数据包 no-package-of-this-name"),
        ("en", "The package no-package-of-this-name is missing"),
    ],
)
def test_a_missing_package_is_named_in_the_readers_language(
    run, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setattr("shopwarden.places.build._PACKAGES", ("no-package-of-this-name",))
    shown = run("gazetteer", "update", "--lang", language)
    assert shown.exit_code == 2
    assert said in shown.output
    assert "shopwarden[gazetteer]" in shown.output
