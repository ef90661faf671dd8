"""Every feature has its words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shopwarden.explain import Language
from shopwarden.explain.features import UNITS, VALUE_TYPES, feature_label, window_words
from shopwarden.features import FEATURES, Unit, ValueType


@pytest.mark.parametrize("language", list(Language))
def test_every_feature_is_told_apart_in_words(language: Language) -> None:
    labels = [feature_label(feature, language) for feature in FEATURES.values()]
    assert len(set(labels)) == len(FEATURES)
    assert not any("{" in label for label in labels)


def test_labels_say_how_long() -> None:
    feature = FEATURES["buyer_refunds_30d"]
    assert feature_label(feature, Language.ZH) == "该买家近 30 天内的退款数"
    assert feature_label(feature, Language.EN) == "Refunds of the buyer within 30 days"
    assert window_words(timedelta(hours=1), Language.EN) == "an hour"
    assert window_words(timedelta(hours=24), Language.ZH) == "24 小时"
    assert window_words(timedelta(hours=36), Language.EN) == "36 hours"


def test_every_unit_and_type_has_words() -> None:
    assert set(UNITS) == set(Unit)
    assert set(VALUE_TYPES) == set(ValueType)
