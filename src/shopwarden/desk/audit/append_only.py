"""The triggers that make the audit log append-only, for both databases.

They refuse to change or delete a row, and to insert one whose number is not the next: this
also stops ``INSERT OR REPLACE``, which walks past the other two where a client leaves
``recursive_triggers`` off. SQLite drops the triggers when it rebuilds the table: a migration
that alters ``AuditRow`` must run ``install`` again.
"""

from __future__ import annotations

from typing import Any, Final

_TABLE: Final = "audit_auditrow"
_NEXT: Final = f"(SELECT COALESCE(MAX(sequence), 0) + 1 FROM {_TABLE})"  # noqa: S608 - our table
_TAKEN: Final = f"EXISTS (SELECT 1 FROM {_TABLE} WHERE id = NEW.id)"  # noqa: S608 - our table

_SQLITE: Final = (
    f"""CREATE TRIGGER audit_no_update BEFORE UPDATE ON {_TABLE}
    BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END""",
    f"""CREATE TRIGGER audit_no_delete BEFORE DELETE ON {_TABLE}
    BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END""",
    f"""CREATE TRIGGER audit_only_next BEFORE INSERT ON {_TABLE}
    WHEN NEW.sequence <> {_NEXT} OR {_TAKEN}
    BEGIN SELECT RAISE(ABORT, 'audit rows follow one another'); END""",
)
_SQLITE_DROP: Final = tuple(
    f"DROP TRIGGER IF EXISTS {name}"
    for name in ("audit_no_update", "audit_no_delete", "audit_only_next")
)

_POSTGRESQL: Final = (
    """CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'audit rows are never changed or deleted'; END $$""",
    f"""CREATE OR REPLACE FUNCTION audit_only_next() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.sequence <> {_NEXT} THEN
            RAISE EXCEPTION 'audit rows follow one another';
        END IF;
        RETURN NEW;
    END $$""",
    f"""CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {_TABLE}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    f"""CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {_TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
    f"""CREATE TRIGGER audit_only_next BEFORE INSERT ON {_TABLE}
    FOR EACH ROW EXECUTE FUNCTION audit_only_next()""",
)
_POSTGRESQL_DROP: Final = (
    *(
        f"DROP TRIGGER IF EXISTS {name} ON {_TABLE}"
        for name in ("audit_no_change", "audit_no_truncate", "audit_only_next")
    ),
    "DROP FUNCTION IF EXISTS audit_only_next",
    "DROP FUNCTION IF EXISTS audit_refuse",
)


def install(_apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place, replacing what is there."""
    remove(_apps, schema_editor)
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in _SQLITE if is_sqlite else _POSTGRESQL:
        schema_editor.execute(statement)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Take the triggers away."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in _SQLITE_DROP if is_sqlite else _POSTGRESQL_DROP:
        schema_editor.execute(statement)
