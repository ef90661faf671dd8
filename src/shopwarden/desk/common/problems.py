"""What a refusal means to the person in front of the page, by its code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Problem(NamedTuple):
    """What happened, and what to do now."""

    title: Text
    advice: Text


PROBLEMS: Final[Mapping[str, Problem]] = {
    "role.too_small": Problem(
        _("Your role does not include this"),
        _("Nothing was changed. Ask an owner of the shop if you need it."),
    ),
    "owner.exists": Problem(
        _("This desk is already set up"),
        _("Sign in, or ask an owner of your shop for access."),
    ),
    "owner.last": Problem(
        _("A shop always has an owner"),
        _("Nothing was changed. Make somebody else an owner first."),
    ),
    "member.exists": Problem(
        _("This person is already a member of the shop"),
        _("Nothing was changed. You can change the role in the list."),
    ),
    "member.elsewhere": Problem(
        _("This person also works in a shop that is not yours"),
        _("Nothing was changed. They can set a new password themselves, or ask the other owner."),
    ),
    "upload.nothing": Problem(
        _("There is no file in this upload"),
        _("Nothing was changed. Choose one or more files and send them again."),
    ),
    "upload.wrong_type": Problem(
        _("This is no file the desk can import"),
        _("Nothing was kept. Send what the platform exports: csv, xls, xlsx, or a zip of these."),
    ),
    "upload.gone": Problem(
        _("The file of this import is no longer kept"),
        _("Nothing was changed. Upload the file again."),
    ),
    "mapping.other_kind": Problem(
        _("The desk does not keep records of this kind"),
        _("Nothing was changed. Map orders, order lines, refunds or parcels."),
    ),
    "mapping.reads_nothing": Problem(
        _("Read like this, not one of the first rows can be used"),
        _("Nothing was kept. Look at what cannot be read, and choose another column or spelling."),
    ),
    "row.settled": Problem(
        _("Somebody has already dealt with this row"),
        _("Nothing was changed. Reload the page to see what became of it."),
    ),
    "view.too_many": Problem(
        _("You have twenty saved views"),
        _("Nothing was changed. Remove one you no longer use, then save this one."),
    ),
    "endpoint.url": Problem(
        _("This address cannot be used"),
        _("Nothing was changed. Write it whole, as https://example.com/path, without a password."),
    ),
    "endpoint.not_allowed": Problem(
        _("Webhooks go to https on port 443 only"),
        _("Nothing was changed. For a machine of your own, first allow its host and port below."),
    ),
    "endpoint.events": Problem(
        _("Choose at least one event"),
        _("Nothing was changed. Pause the receiver if it should be told nothing for now."),
    ),
    "endpoint.too_many": Problem(
        _("A shop may have ten receivers"),
        _("Nothing was changed. Remove one you no longer use."),
    ),
    "sender.too_many": Problem(
        _("A shop may have ten programs that send"),
        _("Nothing was changed. Remove one you no longer use."),
    ),
    "endpoint.paused": Problem(
        _("This receiver is paused"),
        _("Nothing was sent. Let it go on first."),
    ),
    "endpoint.removed": Problem(
        _("This receiver was removed"),
        _("Nothing was changed. Reload the page to see how it stands."),
    ),
    "place.unusable": Problem(
        _("This is no host and port"),
        _("Nothing was changed. Write a name or an address, such as push.lan, and a port."),
    ),
    "alert.changed": Problem(
        _("A colleague was faster"),
        _("Nothing was overwritten. Reload the page to see what they decided."),
    ),
    "alert.closed": Problem(
        _("This alert is no longer open"),
        _("Nothing was changed. Reload the page to see what became of it."),
    ),
    "assignee.not_member": Problem(
        _("This person cannot handle alerts of this shop"),
        _("Nothing was changed. Choose somebody who works in the shop."),
    ),
    "label.unknown": Problem(
        _("This decision does not fit this alert"),
        _("Nothing was changed. Reload the page and choose one of the decisions it shows."),
    ),
    "label.contact_needed": Problem(
        _("First record that you tried to reach the buyer"),
        _("Nothing was changed. Record a call or a message, then choose this decision again."),
    ),
    "label.address_needed": Problem(
        _("The corrected address is missing"),
        _("Nothing was changed. Enter the address the buyer gave you."),
    ),
    "list.empty": Problem(
        _("This file names nobody"),
        _("Nothing was changed. Phones have to be whole numbers, and nothing may be masked."),
    ),
    "list.too_long": Problem(
        _("This list is too long"),
        _("Nothing was changed. A list may have a hundred thousand entries."),
    ),
    "list.nothing": Problem(
        _("There is no list to remove"),
        _("Nothing was changed. Reload the page to see how it stands."),
    ),
    "list.needs_person": Problem(
        _("Only a person can say who is trusted"),
        _("Nothing was changed. Somebody who keeps the shop's rules has to sign in and do it."),
    ),
    "entry.far": Problem(
        _("The last day is too far away"),
        _("Nothing was changed. Choose one before the year 9999, or leave it empty."),
    ),
    "entry.nothing": Problem(
        _("This names nobody"),
        _("Nothing was changed. Write the whole value; a phone as a number, nothing masked."),
    ),
    "entry.past": Problem(
        _("This day has passed"),
        _("Nothing was changed. Choose a later day, or leave it empty to keep the entry."),
    ),
    "entry.opposite": Problem(
        _("Nobody is trusted and blocked at once"),
        _("Nothing was changed. Take it off the other list first."),
    ),
    "rule.exists": Problem(
        _("The shop already has a rule of this name"),
        _("Nothing was changed. Open that rule, or choose another name."),
    ),
    "trial.personal": Problem(
        _("This rule reads personal data"),
        _("It is tried on history by whoever may write rules. Leave those columns out, or ask."),
    ),
    "rule.changed": Problem(
        _("A colleague has changed this rule meanwhile"),
        _("Nothing was overwritten. Open the rule again to see what they did."),
    ),
    "rule.not_ready": Problem(
        _("There is no ready rule of this name"),
        _("Nothing was changed. Reload the page and choose one of those it shows."),
    ),
    "rule.too_many_rules": Problem(
        _("A shop may have five hundred rules"),
        _("Nothing was changed. Many values belong on a list; one rule can look them up."),
    ),
    "trial.days": Problem(
        _("A rule can be tried on 7, 30, 90 or 365 days"),
        _("Nothing was run. Choose one of them."),
    ),
    "snooze.when": Problem(
        _("A pause lasts from now up to three months"),
        _("Nothing was changed. Switch the rule off if you no longer want it."),
    ),
    "snooze.reason": Problem(
        _("Say why, for those who wonder later"),
        _("Nothing was changed. A few words are enough."),
    ),
    "snooze.nobody": Problem(
        _("It is not known who the buyer is"),
        _("Nothing was changed. The platform has masked the name, so no rule can tell them apart."),
    ),
    "bulk.nothing": Problem(
        _("No alert was chosen"),
        _("Nothing was changed. Tick the alerts, say what to do with them, and try again."),
    ),
    "decision.final": Problem(
        _("This decision can no longer be undone"),
        _("Nothing was changed. Undoing is possible for ten minutes."),
    ),
    "filing.under_way": Problem(
        _("The filing has been handed in"),
        _("Nothing was changed. The decision behind it stands."),
    ),
    "page.missing": Problem(
        _("This page does not exist"),
        _("The link may be old, or it belongs to a shop you do not work in."),
    ),
    "page.form_expired": Problem(
        _("This form is no longer valid"),
        _("Nothing was changed. Go back, reload the page and send the form again."),
    ),
    "page.too_large": Problem(
        _("This is too large to receive"),
        _("Nothing was kept. Split the file and send the parts one by one."),
    ),
    "disk.full": Problem(
        _("The disk of the desk is full"),
        _("Nothing was kept. Tell your administrator, and try again when there is room."),
    ),
    "page.bad_request": Problem(
        _("The desk could not read this request"),
        _("Nothing was changed. Go back, reload the page and try again."),
    ),
    "page.broken": Problem(
        _("Something went wrong on our side"),
        _("What you had saved is safe. Try again; if it stays, tell your administrator the time."),
    ),
}


def problem(code: str) -> Problem:
    """Return the text of a code; an unknown code is a fault of ours."""
    return PROBLEMS.get(code, PROBLEMS["page.broken"])
