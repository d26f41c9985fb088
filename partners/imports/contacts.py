"""The contacts of each row, known by their function; people's names are never touched."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.imports.cells import quoted_value, same_name
from kit.imports.columns import CLEARED
from kit.imports.compare import Field, choice_shown, take_over
from kit.imports.results import Change, Row
from partners.enums import Visibility
from partners.imports.columns import CONTACTS
from partners.models import ContactPoint, Organization

NO_FUNCTION = "Kontakt"
UNREACHABLE = gettext_lazy("Bitte geben Sie zu dem Kontakt Telefon, E-Mail oder Sprechzeiten an.")
KEYS = ("function", "phone", "email", "hours", "visibility")
Planned = tuple[ContactPoint, set[str]]


class Contacts:
    """Plans the contacts of one import, a batch at a time."""

    def __init__(self, by: Any, today: date) -> None:
        self.by, self.today = by, today
        self._known: dict[int, list[ContactPoint]] = {}

    def load(self, organizations: Sequence[Organization]) -> None:
        """Read today's contacts of these organisations."""
        self._known = {}
        pks = [organization.pk for organization in organizations if organization.pk]
        for contact in (
            ContactPoint.objects.valid_on(self.today).filter(organization__in=pks).order_by("position", "pk")
        ):
            self._known.setdefault(contact.organization_id, []).append(contact)

    def plan(self, row: Row, organization: Organization) -> list[Planned]:
        """Contacts to create or correct, with the columns that differ; changes are noted on the row."""
        planned: list[Planned] = []
        known = list(self._known.get(organization.pk, ())) if organization.pk else []
        seen: set[str] = set()
        for number in CONTACTS:
            if not row.has(*(f"{key}_{number}" for key in KEYS)):
                continue
            function = row.values.get(f"function_{number}") or self._only_function(number, known)
            if same_name(function) in seen:
                row.refuse(
                    f"Kontakt {number} Funktion",
                    _("Die Funktion „%(function)s“ steht zweimal in dieser Zeile.") % {"function": function},
                )
                continue
            seen.add(same_name(function))
            contact = next((one for one in known if same_name(one.function) == same_name(function)), None)
            planned.append(self._one(row, number, function, contact, organization))
        return planned

    def _only_function(self, number: int, known: list[ContactPoint]) -> str:
        """Without a function the row means the only contact there is."""
        return known[0].function if number == 1 and len(known) == 1 else NO_FUNCTION

    def _one(
        self, row: Row, number: int, function: str, contact: ContactPoint | None, organization: Organization
    ) -> Planned:
        is_new = contact is None
        contact = contact or ContactPoint(
            organization=organization, function=function, position=number, created_by=self.by, updated_by=self.by
        )
        changes, columns = take_over(
            contact,
            row,
            (
                Field(f"email_{number}", "email", "E-Mail"),
                Field(f"hours_{number}", "office_hours", "Sprechzeiten"),
                Field(f"visibility_{number}", "visibility", "sichtbar", choice_shown(Visibility.choices)),
            ),
        )
        columns |= self._phone(row, number, contact, changes)
        if not (contact.phone or contact.email or contact.office_hours):
            row.refuse("Telefon" if number == 1 else f"Kontakt {number} Telefon", UNREACHABLE)
        if is_new:
            row.changes.append(Change("Kontakt", "–", function))
        row.changes += [Change(f"{function}: {label}", before, after) for label, before, after in changes if not is_new]
        return contact, columns

    def _phone(self, row: Row, number: int, contact: ContactPoint, changes: list[Change]) -> set[str]:
        """Number and what is shown of it go together; the same number written otherwise is no change."""
        key = f"phone_{number}"
        if key not in row.values:
            return set()
        phone = row.values[key]
        after = ("", "") if phone is CLEARED else (phone.number, phone.display)
        if contact.phone == after[0] and contact.phone_display:
            return set()
        if (contact.phone, contact.phone_display) == after:
            return set()
        changes.append(Change("Telefon", quoted_value(contact.phone_display or contact.phone), quoted_value(after[1])))
        contact.phone, contact.phone_display = after
        return {"phone", "phone_display"}
