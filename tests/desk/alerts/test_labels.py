"""The labels are data: what each says, does and needs."""

from __future__ import annotations

import pytest

from shopwarden.desk.alerts.labels import LABELS, Need, label_of, labels_of, title
from shopwarden.desk.errors import Refused


def test_address_alerts_have_five_labels() -> None:
    rows = [(one.code, one.outcome, one.effect, set(one.needs)) for one in labels_of("address")]
    assert rows == [
        ("address_correct", "wrong", "ship", set()),
        ("corrected_after_contact", "right", "ship", {Need.ADDRESS}),
        ("unreachable", "right", "filing", {Need.CONTACT}),
        ("refused_to_correct", "right", "filing", set()),
        ("malicious", "right", "filing", set()),
    ]


def test_alerts_about_the_receiver_have_labels_of_their_own() -> None:
    rows = [
        (one.code, one.outcome, one.effect, set(one.needs))
        for one in labels_of("address", is_contact=True)
    ]
    assert rows == [
        ("nothing_wrong", "wrong", "ship", set()),
        ("explained", "right", "ship", {Need.CONTACT}),
        ("not_reached", "right", "filing", {Need.CONTACT}),
        ("refused_to_explain", "right", "filing", set()),
        ("malicious", "right", "filing", set()),
    ]
    assert label_of("address", "explained").code == "explained"


def test_every_label_says_what_it_does() -> None:
    assert all(str(one.title) and str(one.consequence) for each in LABELS.values() for one in each)


def test_only_a_label_that_asks_for_nothing_typed_fits_many() -> None:
    many = [label.code for label in labels_of("address") if label.is_for_many]
    assert many == ["address_correct", "unreachable", "refused_to_correct", "malicious"]


def test_a_label_of_no_kind_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        label_of("address", "king")
    assert (refusal.value.code, refusal.value.data) == ("label.unknown", {"label": "king"})


def test_kinds_without_labels_yet_have_none() -> None:
    assert labels_of("refund") == ()


def test_a_code_of_another_version_stands_for_itself() -> None:
    assert title("gone") == "gone"
