"""The triggers that keep versions of rules as they were written, for both databases.

SQLite drops them when it rebuilds the table: a migration that alters ``RuleVersion`` must run
``install`` again.
"""

from __future__ import annotations

from typing import Any, Final

_TABLE: Final = "rulebook_ruleversion"
_WORDS: Final = "versions of rules are never changed"
_INSTALL: Final = {
    "sqlite": (
        f"""CREATE TRIGGER rule_version_no_update BEFORE UPDATE ON {_TABLE}
        BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END""",
        f"""CREATE TRIGGER rule_version_no_delete BEFORE DELETE ON {_TABLE}
        BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END""",
    ),
    "postgresql": (
        f"""CREATE OR REPLACE FUNCTION rule_version_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{_WORDS}'; END $$""",
        f"""CREATE TRIGGER rule_version_no_change BEFORE UPDATE OR DELETE ON {_TABLE}
        FOR EACH ROW EXECUTE FUNCTION rule_version_refuse()""",
    ),
}
_REMOVE: Final = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS rule_version_no_update",
        "DROP TRIGGER IF EXISTS rule_version_no_delete",
    ),
    "postgresql": (
        f"DROP TRIGGER IF EXISTS rule_version_no_change ON {_TABLE}",
        "DROP FUNCTION IF EXISTS rule_version_refuse",
    ),
}


def install(_apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place, replacing what is there."""
    remove(_apps, schema_editor)
    for statement in _INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Take the triggers away."""
    for statement in _REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
