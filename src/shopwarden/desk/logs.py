"""Log lines: one JSON object each, a constant event name and facts beside it.

``logger.info("import_done", extra={"run": run_id, "rows": 50_000})``. Personal data never
goes into a log; an exception is written as its type, its stable code and the places it
passed through, without its message, because a message may quote a row.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any, Final

from shopwarden.desk.errors import ConfigurationError
from shopwarden.errors import ShopwardenError

LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Django hangs these on its records; a request is not a fact but a whole conversation.
_NOISE: Final = frozenset({"request", "server_time", "sql", "params", "alias"})
# Where it broke; the frames of the web framework above say nothing.
_DEEPEST: Final = 12


class LineFormatter(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without a newline inside whatever a value contains."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            # Some libraries put a whole traceback into their message.
            "event": record.getMessage().partition("\n")[0],
        }
        line |= {
            name: value
            for name, value in vars(record).items()
            if name not in _STANDARD and name not in _NOISE
        }
        if record.exc_info and record.exc_info[1]:
            line |= _failure(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _failure(error: BaseException) -> dict[str, Any]:
    places = traceback.extract_tb(error.__traceback__)[-_DEEPEST:]
    return {
        "error": type(error).__qualname__,
        "code": error.code if isinstance(error, ShopwardenError) else None,
        "trace": [f"{place.filename}:{place.lineno} {place.name}" for place in places],
    }


def configuration(level: str) -> dict[str, Any]:
    """Return the ``logging`` configuration: everything to standard error.

    Raises
    ------
    ConfigurationError
        ``config.bad_value`` for an unknown `level`.
    """
    if level not in LEVELS:
        raise ConfigurationError(
            "config.bad_value", name="SHOPWARDEN_LOG_LEVEL", expected=", ".join(LEVELS)
        )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "shopwarden.desk.logs.LineFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "shopwarden": {"level": level},
            # Defined before launch: else dbos adds a handler of its own.
            "dbos": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            # Its message quotes what a stranger sent.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            # Quotes whole addresses, which may hold secrets, and what strangers answered.
            "urllib3": {"level": "CRITICAL"},
            # A page nobody has is no event.
            "django.request": {"level": "ERROR"},
        },
    }
