"""Who may do what: the one table of roles and permissions."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in one shop; another shop may give them another role."""

    AGENT = "agent", _("Agent")
    MANAGER = "manager", _("Manager")
    OWNER = "owner", _("Owner")
    AUDITOR = "auditor", _("Auditor")


class Permission(StrEnum):
    """One kind of thing a role may do."""

    VIEW = "view"
    IMPORT = "import"
    REVEAL = "reveal"
    HANDLE = "handle"
    ATTACH = "attach"
    DRAFT_FILING = "draft_filing"
    ASSIGN = "assign"
    BULK = "bulk"
    CONFIRM_FILING = "confirm_filing"
    CONFIRM_HOLD = "confirm_hold"
    RULES = "rules"
    EXPORT = "export"
    PLAYBOOKS = "playbooks"
    DUTY = "duty"
    MEMBERS = "members"
    CONNECTORS = "connectors"
    KEYS = "keys"
    RETENTION = "retention"
    BACKUPS = "backups"
    READ_AUDIT = "read_audit"
    EXPORT_AUDIT = "export_audit"


_P: Final = Permission
_AGENT: Final = frozenset({_P.VIEW, _P.IMPORT, _P.REVEAL, _P.HANDLE, _P.ATTACH, _P.DRAFT_FILING})
_MANAGER: Final = _AGENT | {
    _P.ASSIGN,
    _P.BULK,
    _P.CONFIRM_FILING,
    _P.CONFIRM_HOLD,
    _P.RULES,
    _P.EXPORT,
    _P.PLAYBOOKS,
    _P.DUTY,
}

GRANTS: Final[dict[Role, frozenset[Permission]]] = {
    Role.AGENT: _AGENT,
    Role.MANAGER: _MANAGER,
    Role.OWNER: frozenset(Permission),
    Role.AUDITOR: frozenset({_P.VIEW, _P.READ_AUDIT, _P.EXPORT_AUDIT}),
}
