"""A field for one organisation, found by its name: works without a script, offers names where the browser can."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from partners.models import Organization

MOST_SUGGESTIONS = 400
MOST_NAMED = 5


class OrganizationField(forms.CharField):
    """The typed name must lead to exactly one organisation of ``queryset``; a unique part of a name is enough."""

    def __init__(self, *, queryset: QuerySet[Organization] | None = None, list_id: str = "", **options: Any) -> None:
        options.setdefault("max_length", 200)
        super().__init__(**options)
        self.queryset = queryset
        self.widget.attrs |= {"list": list_id, "autocomplete": "off"} if list_id else {"autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        """The organisation, or ``None`` for an empty optional field."""
        text = super().clean(value)
        if not text:
            return None
        rows = Organization.objects.none() if self.queryset is None else self.queryset
        found = list(rows.named(text).by_name()[: MOST_NAMED + 1])  # type: ignore[attr-defined]
        exact = self._named_exactly(rows, found, text)
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0]
        if not found:
            raise forms.ValidationError(_("Eine Organisation mit diesem Namen finden wir nicht."))
        raise forms.ValidationError(_words_for_many(found))

    @staticmethod
    def _named_exactly(rows: QuerySet[Organization], found: list[Organization], text: str) -> list[Organization]:
        exact = [one for one in found if one.name.casefold() == text.casefold()]
        # Of too many that only contain the words, the one that is called so may lie behind the last one fetched.
        if not exact and len(found) > MOST_NAMED:
            return list(rows.filter(name__iexact=text)[:2])
        return exact


def _words_for_many(found: list[Organization]) -> str:
    names = ", ".join(f"„{one.name}“" for one in found[:MOST_NAMED])
    more = _(" und weitere") if len(found) > MOST_NAMED else ""
    words = _("Das passt zu mehreren: %(names)s%(more)s. Bitte schreiben Sie mehr vom Namen.")
    return words % {"names": names, "more": more}


def organization_suggestions(queryset: QuerySet[Organization]) -> list[str]:
    """Names for the list of suggestions, the first of them when there are many."""
    return list(queryset.by_name().values_list("name", flat=True)[:MOST_SUGGESTIONS])  # type: ignore[attr-defined]
