"""What can be done at the desk and is recorded."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """One kind of recorded act, ``<noun>.<verb>``; a code once used is never reused."""

    SHOP_CREATED = "shop.created", _("Shop created")
    MEMBER_ADDED = "member.added", _("Member added")
    MEMBER_ROLE_CHANGED = "member.role_changed", _("Role changed")
    MEMBER_REMOVED = "member.removed", _("Member removed")
    MEMBER_LINK_RENEWED = "member.link_renewed", _("New password link made")
    SESSION_STARTED = "session.started", _("Signed in")
    SESSION_ENDED = "session.ended", _("Signed out")
    PASSWORD_CHANGED = "password.changed", _("Password changed")
    NAME_CHANGED = "name.changed", _("Name changed")
    FACTOR_ADDED = "factor.added", _("Second factor added")
    FACTOR_REMOVED = "factor.removed", _("Second factor removed")
    TOKEN_MADE = "token.made", _("API token made")
    TOKEN_REVOKED = "token.revoked", _("API token revoked")
    AUDIT_EXPORTED = "audit.exported", _("Audit log exported")
    IMPORT_STARTED = "import.started", _("Import started")
    IMPORT_FINISHED = "import.finished", _("Import finished")
    IMPORT_FAILED = "import.failed", _("Import failed")
    MAPPING_SAVED = "mapping.saved", _("Mapping of columns saved")
    MAPPING_REMOVED = "mapping.removed", _("Mapping of columns removed")
    ROW_REVEALED = "row.revealed", _("Quarantined row looked at")
    ROW_MENDED = "row.mended", _("Quarantined row corrected")
    ROW_DISCARDED = "row.discarded", _("Quarantined row discarded")
    ROWS_EXPORTED = "rows.exported", _("Quarantined rows exported")
    ALERT_OPENED = "alert.opened", _("Alert opened")
    ALERT_EXPIRED = "alert.expired", _("Alert expired")
    ALERT_REMINDED = "alert.reminded", _("Reminded of an alert")
    ALERT_ASSIGNED = "alert.assigned", _("Alert assigned")
    ALERT_CONTACTED = "alert.contacted", _("Contact attempt recorded")
    ALERT_DECIDED = "alert.decided", _("Alert handled")
    ALERT_UNDONE = "alert.undone", _("Decision undone")
    PERSONAL_REVEALED = "personal.revealed", _("Personal data looked at")
    FILING_DRAFTED = "filing.drafted", _("Filing drafted")
    FILING_WITHDRAWN = "filing.withdrawn", _("Filing withdrawn")
    LIST_SET = "list.set", _("List read from a file")
    LIST_CLEARED = "list.cleared", _("List emptied")
    LIST_EXPORTED = "list.exported", _("List exported")
    ENTRY_ADDED = "entry.added", _("Put on a list")
    ENTRY_REMOVED = "entry.removed", _("Taken off a list")
    RULE_MADE = "rule.made", _("Rule made")
    RULE_CHANGED = "rule.changed", _("Rule changed")
    RULES_EXPORTED = "rules.exported", _("Rules exported")
    SNOOZE_MADE = "snooze.made", _("Alerts of rules paused")
    SNOOZE_ENDED = "snooze.ended", _("Pause ended")
    VIEW_SHARED = "view.shared", _("List view shared")
    VIEW_REMOVED = "view.removed", _("Shared list view removed")
