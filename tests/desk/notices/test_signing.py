from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime, timedelta

import pytest

from shopwarden.desk.notices.signing import is_genuine, new_secret, signed

# The worked example of the specification.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
AT = datetime.fromtimestamp(1614265330, UTC)
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
HEADERS = {"webhook-id": ID, "webhook-timestamp": "1614265330", "webhook-signature": SIGNATURE}
OTHER = "whsec_" + "A" * 44


def test_the_example_of_the_specification() -> None:
    assert signed(ID, AT, BODY, [SECRET]) == HEADERS
    assert is_genuine(HEADERS, BODY, [SECRET], AT)


def test_while_a_secret_changes_either_will_do() -> None:
    new = new_secret()
    headers = signed(ID, AT, BODY, [new, SECRET])
    assert headers["webhook-signature"].split(" ")[1] == SIGNATURE
    assert is_genuine(headers, BODY, [new], AT)
    assert is_genuine(headers, BODY, [SECRET], AT)
    assert is_genuine(HEADERS, BODY, [new, SECRET], AT)
    assert not is_genuine(HEADERS, BODY, [new], AT)


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_clocks_may_be_five_minutes_apart(seconds: int) -> None:
    assert is_genuine(HEADERS, BODY, [SECRET], AT + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
def test_old_and_future_messages_are_refused(seconds: int) -> None:
    assert not is_genuine(HEADERS, BODY, [SECRET], AT + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "wrong",
    [
        {"webhook-id": "msg_other"},
        {"webhook-id": ""},
        {"webhook-timestamp": "1614265331"},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": "1614265330.0"},
        {"webhook-timestamp": "+1614265330"},
        {"webhook-timestamp": "１６１４２６５３３０"},
        {"webhook-timestamp": "9" * 5000},
        {"webhook-signature": ""},
        {"webhook-signature": SIGNATURE.replace("v1", "v2")},
        {"webhook-signature": SIGNATURE.removeprefix("v1,")},
        {"webhook-signature": SIGNATURE.swapcase()},
        {"webhook-signature": "v1,签名"},
    ],
)
def test_whatever_else_was_signed_is_refused(wrong: dict[str, str]) -> None:
    assert not is_genuine(HEADERS | wrong, BODY, [SECRET], AT)


def test_another_body_or_secret_is_refused() -> None:
    assert not is_genuine(HEADERS, BODY + b" ", [SECRET], AT)
    assert not is_genuine(HEADERS, BODY, [OTHER], AT)
    assert not is_genuine(HEADERS, BODY, [], AT)
    assert not is_genuine({}, BODY, [SECRET], AT)


def test_a_secret_is_random() -> None:
    secret = new_secret()
    assert secret.startswith("whsec_")
    assert len(b64decode(secret.removeprefix("whsec_"))) == 32
    assert secret != new_secret()
