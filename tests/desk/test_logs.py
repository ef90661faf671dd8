"""Log lines: one JSON object, facts beside the event, no message of an error."""

from __future__ import annotations

import json
import logging

import pytest

from shopwarden.desk.errors import ConfigurationError, Refused
from shopwarden.desk.logs import LineFormatter, configuration


def _line(record: logging.LogRecord) -> dict[str, object]:
    text = LineFormatter().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_facts_stand_beside_the_event() -> None:
    logger = logging.getLogger("shopwarden.test")
    record = logger.makeRecord(
        "shopwarden.test", logging.INFO, "f", 1, "import_done", (), None, extra={"rows": 3}
    )
    line = _line(record)
    assert line["event"] == "import_done"
    assert line["rows"] == 3
    assert line["level"] == "info"


def test_a_value_cannot_forge_a_line() -> None:
    record = logging.makeLogRecord({"msg": "x", "nick": 'a"}\n{"event":"forged'})
    assert _line(record)["nick"] == 'a"}\n{"event":"forged'


def test_the_message_of_an_error_stays_out() -> None:
    try:
        raise Refused("member.exists", phone="13800000001")
    except Refused as error:
        record = logging.makeLogRecord({"msg": "refused", "exc_info": (Refused, error, None)})
    line = _line(record)
    assert line["error"] == "Refused"
    assert line["code"] == "member.exists"
    assert "13800000001" not in json.dumps(line)


def test_a_traceback_in_a_message_stays_out() -> None:
    line = _line(logging.makeLogRecord({"msg": "Exception: Traceback\n  13800000001\nmore"}))
    assert line["event"] == "Exception: Traceback"


def test_hosts_of_strangers_stay_out() -> None:
    loggers = configuration("INFO")["loggers"]
    assert loggers["django.security.DisallowedHost"] == {"level": "CRITICAL"}


def test_unknown_level_is_refused() -> None:
    with pytest.raises(ConfigurationError):
        configuration("LOUD")
