"""Forms of rules, pauses and lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from shopwarden.desk.rulebook.choices import EntryKind, ListKind, RuleSeverity, RuleState
from shopwarden.desk.rulebook.models import SLUG_CHARS, Rule
from shopwarden.records import Severity
from shopwarden.rules import RulebookRule, State
from shopwarden.rules.wording import LONGEST_NOTE, LONGEST_TITLE, is_note, is_title

_SLUG: Final = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_HUNDRED: Final = 100
# Offered lengths of a pause and of an entry, in days.
PAUSES: Final = (1, 7, 30, 90)


class RuleForm(forms.Form):
    """A rule as the editor sends it; the text itself is checked by the language."""

    slug = forms.RegexField(_SLUG, max_length=SLUG_CHARS, required=False)
    title_zh = forms.CharField(max_length=LONGEST_TITLE, required=False)
    title_en = forms.CharField(max_length=LONGEST_TITLE, required=False)
    # Longer than the language takes, so that its own sentence says so.
    expression = forms.CharField(max_length=100_000, strip=True, required=False)
    severity = forms.ChoiceField(choices=RuleSeverity.choices)
    score = forms.IntegerField(min_value=0, max_value=_HUNDRED)
    state = forms.ChoiceField(choices=RuleState.choices)
    note = forms.CharField(max_length=LONGEST_NOTE, required=False)
    why = forms.CharField(max_length=500, required=False)
    # What the page showed; a page that does not say so has seen nothing.
    seen = forms.DateTimeField(required=False)

    def clean(self) -> dict[str, Any]:
        """Let a title in one language do for both, and make a name of it."""
        facts = super().clean() or self.cleaned_data
        zh, en = facts.get("title_zh", ""), facts.get("title_en", "")
        if not zh and not en:
            self.add_error("title_zh", _("Give the rule a title."))
        if not all(map(is_title, filter(None, (zh, en)))):
            self.add_error("title_zh", _("A title is one line of signs that can be seen."))
        if not is_note(facts.get("note", "")):
            self.add_error("note", _("A note is made of signs that can be seen."))
        facts["title_zh"], facts["title_en"] = zh or en, en or zh
        if not facts.get("slug") and "slug" not in self.errors:
            facts["slug"] = slugify(facts["title_en"])[:SLUG_CHARS].strip("-") or _numbered()
        return facts

    @property
    def wanted(self) -> RulebookRule:
        """The rule that is asked for."""
        facts = self.cleaned_data
        return RulebookRule(
            id=facts["slug"],
            title_zh=facts["title_zh"],
            title_en=facts["title_en"],
            expression=facts["expression"],
            severity=Severity(facts["severity"]),
            score=facts["score"] / _HUNDRED,
            state=State(facts["state"]),
            note=facts["note"],
        )


def _numbered() -> str:
    """Return a name for a rule whose title has no Latin letters."""
    return f"rule-{timezone.now():%Y%m%d-%H%M%S}"


def draft_of(rule: Rule) -> Mapping[str, Any]:
    """Return what the editor begins with."""
    return {
        "slug": rule.slug,
        "title_zh": rule.title_zh,
        "title_en": rule.title_en,
        "expression": rule.expression,
        "severity": str(rule.severity),
        "score": round(rule.score * _HUNDRED),
        "state": str(rule.state),
        "note": rule.note,
        "seen": rule.changed_at.isoformat(),
    }


class PauseForm(forms.Form):
    """For how many days, and why."""

    days = forms.TypedChoiceField(choices=[(days, days) for days in PAUSES], coerce=int)
    reason = forms.CharField(max_length=500, required=False)

    @property
    def until(self) -> datetime:
        """When it ends."""
        return timezone.now() + timedelta(days=self.cleaned_data["days"])


class BuyerPauseForm(PauseForm):
    """The same for a buyer, by name on the platform."""

    buyer = forms.CharField(max_length=200, required=False)


class EntryForm(forms.Form):
    """What is put on a list."""

    list = forms.ChoiceField(choices=ListKind.choices)
    kind = forms.ChoiceField(choices=EntryKind.choices)
    value = forms.CharField(max_length=500)
    reason = forms.CharField(max_length=500, required=False)
    until = forms.DateField(required=False)
