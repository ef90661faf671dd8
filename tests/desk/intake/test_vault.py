from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopwarden.desk.errors import SealError
from shopwarden.desk.intake import vault
from shopwarden.desk.shops.models import Shop

pytestmark = pytest.mark.django_db

BLOCK = 1 << 20
CONTENT = "林小青 13800000001 文一西路".encode()


@given(size=st.sampled_from([0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 7]))
@settings(
    max_examples=7, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_file_comes_back_as_it_was(shop: Shop, size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    writer = vault.Writer(uuid4(), shop.id)
    for start in range(0, size, 300_000):
        writer.write(content[start : start + 300_000])
    received = writer.finish()
    assert received.size == size
    with vault.opened(received.id, shop.id, "orders.csv") as path:
        assert path.name == "orders.csv"
        assert path.read_bytes() == content


def test_nothing_is_readable_on_the_disk(shop: Shop, receive: Any, data_folder: Path) -> None:
    received = receive(shop, CONTENT * 1000)
    files = [path for path in data_folder.rglob("*") if path.is_file()]
    assert [path.name for path in files] == [received.id.hex]
    assert files[0].stat().st_mode & 0o777 == 0o600
    assert b"1380000" not in files[0].read_bytes()


def test_another_process_can_follow_the_path(shop: Shop, receive: Any) -> None:
    received = receive(shop, CONTENT)
    with vault.opened(received.id, shop.id, "订单.csv") as path:
        read = subprocess.run(["cat", str(path)], capture_output=True, check=True)
    assert read.stdout == CONTENT
    assert not path.exists()


@pytest.mark.parametrize("damage", ["cut", "swap", "flip"])
def test_a_changed_file_does_not_open(
    shop: Shop, receive: Any, data_folder: Path, damage: str
) -> None:
    received = receive(shop, bytes(3 * BLOCK))
    path = data_folder / "uploads" / received.id.hex
    whole = path.read_bytes()
    length = int.from_bytes(whole[:4], "big") + 4
    first, second, rest = whole[:length], whole[length : 2 * length], whole[2 * length :]
    changed = {
        "cut": first + second,
        "swap": second + first + rest,
        "flip": whole[:-1] + bytes([whole[-1] ^ 1]),
    }
    path.write_bytes(changed[damage])
    with pytest.raises(SealError), vault.opened(received.id, shop.id, "a.csv"):
        pass


def test_a_file_of_one_shop_does_not_open_in_another(
    shop: Shop, other_shop: Shop, receive: Any
) -> None:
    received = receive(shop, CONTENT)
    with pytest.raises(SealError), vault.opened(received.id, other_shop.id, "a.csv"):
        pass


def test_what_broke_off_leaves_nothing(shop: Shop, data_folder: Path) -> None:
    writer = vault.Writer(uuid4(), shop.id)
    writer.write(CONTENT)
    writer.close()
    assert list((data_folder / "uploads").iterdir()) == []


def test_a_full_disk_leaves_nothing(shop: Shop, data_folder: Path) -> None:
    # Past this size a write fails as on a full disk, and so does closing.
    script = """
import os, resource, signal, sys
from uuid import UUID
from pathlib import Path
from shopwarden.desk import keys, start
start.configure(Path(sys.argv[1]))
keys.make_data_key()
from shopwarden.desk.intake import vault
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
writer = vault.Writer(UUID(int=1), UUID(int=2))
try:
    writer.write(bytes(5000))
    writer.finish()
except OSError:
    writer.close()
    print(os.listdir(Path(sys.argv[1]) / "uploads"), writer._file.closed)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(data_folder / "desk")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[] True\n"


def test_orphans_go_after_a_day(shop: Shop, receive: Any, data_folder: Path) -> None:
    known, unknown, fresh = (receive(shop, CONTENT) for _ in range(3))
    for one in (known, unknown):
        os.utime(data_folder / "uploads" / one.id.hex, (0, 0))
    vault.remove_orphans(lambda upload_id: upload_id == known.id)
    assert [vault.holds(one.id) for one in (known, unknown, fresh)] == [True, False, True]
