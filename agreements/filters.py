"""What people may ask the list of agreements: parameters of the address, checked; wrong ones are named, not used."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgreementKind, AgreementState
from agreements.models import Accession, Agreement, AgreementParty
from agreements.models.agreement import AgreementQuerySet
from agreements.reports.questions import (
    MOST_DAYS,
    QUESTIONS,
    UNSIGNED_DAYS,
    agreements_asked_for,
    all_questions,
    sensible_days,
)
from kit.model_fields import Fold
from partners.filters import DAY_FORMATS, PublicFilter
from partners.models import Organization, PartnerCategory, Topic

WORDS_MOST, NAMED_MOST = 8, 5
WHOLE_DAYS = _("Bitte eine ganze Zahl von 0 bis 3650.")


class SeveralField(forms.MultipleChoiceField):
    """Any number of choices; what is none is kept in ``unknown`` and not used, the others count all the same."""

    widget = forms.CheckboxSelectMultiple
    unknown: list[str]

    def clean(self, value: Any) -> list[str]:
        typed = list(dict.fromkeys([value] if isinstance(value, str) else value or ()))
        choices: Any = self.choices
        possible = {str(one) for one, _label in choices}
        self.unknown = [one for one in typed if one and one not in possible]
        return [one for one in typed if one in possible]


class SeveralFilter(django_filters.Filter):
    """A parameter that may stand in the address several times; one of its values is enough."""

    field_class = SeveralField


class DaysFilter(django_filters.Filter):
    """A number of days; ``None`` where none or nonsense was given."""

    field_class = forms.IntegerField


@dataclass(frozen=True, slots=True)
class FilterOption:
    """One value of a group: in the address, in words, and whether it is chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """A parameter with its values as boxes to tick; ``chosen`` says how many are."""

    name: str
    label: str
    options: tuple[FilterOption, ...]
    chosen: int


class AgreementFilter(PublicFilter):
    """``queryset`` is what the person may see; choices are drawn from it, so nothing else can be guessed."""

    q = django_filters.CharFilter(
        label=_("Titel, Aktenzeichen oder Partner"),
        method="by_words",
        max_length=100,
        help_text=_("Teile von Wörtern genügen; alle müssen vorkommen."),
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    frage = SeveralFilter(
        label=_("Was ist los"), choices=[(one.word, one.label) for one in QUESTIONS], method="by_question"
    )
    tage = DaysFilter(
        label=_("Tage ohne Unterschrift"),
        method="unchanged",
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("Ab wann „Unterschrift fehlt“ gilt; ohne Angabe 14."),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WHOLE_DAYS),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
    )
    stand = SeveralFilter(label=_("Status"), field_name="state", lookup_expr="in", choices=AgreementState.choices)
    art = SeveralFilter(
        label=_("Art der Vereinbarung"), field_name="kind", lookup_expr="in", choices=AgreementKind.choices
    )
    zentrum = SeveralFilter(label=_("Federführend"), field_name="center__slug", lookup_expr="in")
    partner = SeveralFilter(label=_("Partner"), method="with_partner")
    kategorie = SeveralFilter(label=_("Art des Partners"), method="with_category")
    thema = SeveralFilter(label=_("Thema"), method="on_topic")
    stichtag = django_filters.DateFilter(
        label=_("Stichtag"),
        method="unchanged",
        input_formats=DAY_FORMATS,
        help_text=_("Was war oder ist an diesem Tag in Kraft?"),
        error_messages={"invalid": _("Das ist kein Tag, den es gibt. Zum Beispiel 31.12.2026.")},
        widget=forms.DateInput(attrs={"placeholder": _("TT.MM.JJJJ"), "inputmode": "numeric"}, format="%d.%m.%Y"),
    )

    class Meta:
        model = Agreement
        fields: list[str] = []

    def __init__(self, data: Any, queryset: AgreementQuerySet) -> None:
        self._seen = queryset
        super().__init__(data, queryset)

    def read_choices(self) -> dict[str, list[tuple[Any, Any]]]:
        """Only what leads somewhere; one query for each list."""
        parties = AgreementParty.objects.filter(version__agreement__in=self._seen.order_by().values("pk"))
        joined = Accession.objects.filter(agreement__in=self._seen.order_by().values("pk"))
        partners = Organization.objects.filter(
            Q(pk__in=parties.values("organization"))
            | Q(pk__in=parties.values("facility"))
            | Q(pk__in=joined.values("organization"))
        )
        return {
            "zentrum": list(
                Organization.objects.filter(pk__in=self._seen.order_by().values("center"))
                .by_name()
                .values_list("slug", "name")
            ),
            "partner": list(partners.by_name().values_list("slug", "name")),
            "kategorie": list(
                PartnerCategory.objects.filter(pk__in=partners.values("category"))
                .order_by("name_key", "pk")
                .values_list("slug", "name")
            ),
            "thema": list(
                Topic.objects.filter(agreements__in=self._seen.order_by().values("pk"))
                .distinct()
                .order_by("name_key", "pk")
                .values_list("slug", "name")
            ),
        }

    @property
    def given(self) -> dict[str, Any]:
        """What was asked for and is possible, by parameter."""
        self.form.is_valid()
        return self.form.cleaned_data

    @property
    def day(self) -> date:
        """The reference date, today unless another was given."""
        return sensible_days(self.given.get("stichtag") or timezone.localdate())

    @property
    def days(self) -> int:
        """For how long a signature must be missing, two weeks unless said otherwise."""
        given = self.given.get("tage")
        return UNSIGNED_DAYS if given is None else given

    @property
    def refused(self) -> list[str]:
        """What was asked for and is not possible, with the reason; of a list only the values that are none."""
        names = [name for name in self.form.errors if name in self.form.fields]
        wrong = [f"{said}. {self.form.errors[name][0]}" for said, name in zip(super().refused, names, strict=True)]
        for field in self.form.fields.values():
            if unknown := getattr(field, "unknown", ()):
                named = ", ".join(f"„{one[:60]}“" for one in unknown[:NAMED_MOST])
                wrong.append(f"{field.label}: {named}")
        return wrong

    @property
    def active(self) -> int:
        """How many values narrow the list; free text is not counted, it stands in its own box."""
        narrowing = {name: value for name, value in self.given.items() if name != "q" and value not in (None, "")}
        return sum(len(value) if isinstance(value, list) else 1 for value in narrowing.values())

    def group(self, name: str) -> FilterGroup:
        """The boxes of one parameter in their usual order."""
        chosen = self.given.get(name, [])
        labels = {one.word: one.label for one in all_questions(self.days)} if name == "frage" else {}
        options = [
            FilterOption(str(value), str(labels.get(value, label)), value in chosen)
            for value, label in self.form.fields[name].choices
        ]
        return FilterGroup(name, str(self.form.fields[name].label), tuple(options), len(chosen))

    def by_words(self, rows: AgreementQuerySet, _name: str, text: str) -> AgreementQuerySet:
        """Every word is part of the title, the reference, or the name of a party, its facility or who joined."""
        for word in text.split()[:WORDS_MOST]:
            folded = Fold(Value(word))
            named = Organization.objects.filter(name_key__contains=folded).values("pk")
            rows = rows.alias(reference_key=Fold("reference")).filter(
                Q(title_key__contains=folded)
                | Q(reference_key__contains=folded)
                | Q(pk__in=Agreement.objects.of_party(named).values("pk"))
            )
        return rows

    def by_question(self, rows: AgreementQuerySet, _name: str, words: list[str]) -> AgreementQuerySet:
        return agreements_asked_for(rows, words, self.day, self.days)

    def with_partner(self, rows: AgreementQuerySet, _name: str, slugs: list[str]) -> AgreementQuerySet:
        return rows.of_party(Organization.objects.filter(slug__in=slugs).values("pk"))

    def with_category(self, rows: AgreementQuerySet, _name: str, slugs: list[str]) -> AgreementQuerySet:
        """With a party or facility of one of these kinds."""
        return rows.of_party(Organization.objects.filter(category__slug__in=slugs).values("pk"))

    def on_topic(self, rows: AgreementQuerySet, _name: str, slugs: list[str]) -> AgreementQuerySet:
        return rows.filter(Exists(Topic.objects.filter(agreements=OuterRef("pk"), slug__in=slugs)))

    def unchanged(self, rows: AgreementQuerySet, _name: str, _value: Any) -> AgreementQuerySet:
        """These narrow nothing by themselves; the questions and the column „in Kraft“ use them."""
        return rows
