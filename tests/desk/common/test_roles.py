"""The table of roles and permissions, as it was agreed."""

from __future__ import annotations

from shopwarden.desk.common.roles import GRANTS, Permission, Role

_P = Permission


def test_owner_may_everything() -> None:
    assert GRANTS[Role.OWNER] == set(Permission)


def test_auditor_reads_only() -> None:
    assert GRANTS[Role.AUDITOR] == {_P.VIEW, _P.READ_AUDIT, _P.EXPORT_AUDIT}


def test_agent_handles_and_nothing_more() -> None:
    allowed = {_P.VIEW, _P.IMPORT, _P.REVEAL, _P.HANDLE, _P.ATTACH, _P.DRAFT_FILING}
    assert GRANTS[Role.AGENT] == allowed


def test_manager_may_all_but_the_owners_part() -> None:
    owners = {
        *(_P.MEMBERS, _P.CONNECTORS, _P.KEYS, _P.RETENTION, _P.BACKUPS),
        *(_P.READ_AUDIT, _P.EXPORT_AUDIT),
    }
    assert GRANTS[Role.MANAGER] == set(Permission) - owners
