"""What people may ask the list of agreements: parameters of the address, checked; wrong ones are named, not used."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgreementKind, AgreementState
from agreements.models import Agreement, AgreementParty
from agreements.querysets import AgreementQuerySet
from agreements.reports.questions import QUESTIONS, asked, sensible
from familynet.kit.columns import Fold
from partners.filters import DAY_FORMATS, PublicFilter
from partners.models import Organization, PartnerCategory, Topic


class AgreementFilter(PublicFilter):
    """``queryset`` is what the person may see; choices are drawn from it, so nothing else can be guessed."""

    q = django_filters.CharFilter(label=_("Titel, Aktenzeichen oder Partner"), method="by_words", max_length=100)
    frage = django_filters.MultipleChoiceFilter(
        label=_("Was ist los"), choices=[(one.word, one.label) for one in QUESTIONS], method="by_question",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    stand = django_filters.MultipleChoiceFilter(
        label=_("Status"), field_name="state", choices=AgreementState.choices, widget=forms.CheckboxSelectMultiple
    )
    art = django_filters.MultipleChoiceFilter(
        label=_("Art"), field_name="kind", choices=AgreementKind.choices, widget=forms.CheckboxSelectMultiple
    )
    zentrum = django_filters.ChoiceFilter(label=_("Federführend"), field_name="center__slug", empty_label=_("alle"))
    partner = django_filters.ChoiceFilter(label=_("Partner"), method="with_partner", empty_label=_("alle"))
    kategorie = django_filters.ChoiceFilter(label=_("Art des Partners"), method="with_category", empty_label=_("alle"))
    thema = django_filters.ChoiceFilter(
        label=_("Thema"), field_name="topics__slug", distinct=True, empty_label=_("alle")
    )
    stichtag = django_filters.DateFilter(
        label=_("Stichtag"), method="unchanged", input_formats=DAY_FORMATS,
        help_text=_("Was war oder ist an diesem Tag in Kraft?"),
        widget=forms.DateInput(attrs={"placeholder": _("TT.MM.JJJJ"), "inputmode": "numeric"}, format="%d.%m.%Y"),
    )  # fmt: skip

    class Meta:
        model = Agreement
        fields: list[str] = []

    def __init__(self, data: Any, queryset: AgreementQuerySet) -> None:
        self._seen = queryset
        super().__init__(data, queryset)

    def read_choices(self) -> dict[str, list[tuple[Any, Any]]]:
        """Only what leads somewhere; one query for each list."""
        parties = AgreementParty.objects.filter(version__agreement__in=self._seen.order_by().values("pk"))
        partners = Organization.objects.filter(
            Q(pk__in=parties.values("organization")) | Q(pk__in=parties.values("facility"))
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
    def day(self) -> date:
        """The reference date, today unless another was given."""
        if not self.form.is_valid() and "stichtag" in self.form.errors:
            return timezone.localdate()
        return sensible(self.form.cleaned_data.get("stichtag") or timezone.localdate())

    def by_words(self, rows: AgreementQuerySet, _name: str, text: str) -> AgreementQuerySet:
        """Part of the title or reference, or the name of a party or its facility."""
        folded = Fold(Value(text.strip()))
        named = AgreementParty.objects.filter(
            Q(organization__name_key__contains=folded) | Q(facility__name_key__contains=folded)
        )
        return rows.filter(
            Q(title_key__contains=folded)
            | Q(reference__icontains=text.strip())
            | Q(pk__in=named.values("version__agreement"))
        )

    def by_question(self, rows: AgreementQuerySet, _name: str, words: list[str]) -> AgreementQuerySet:
        return asked(rows, words, self.day)

    def with_partner(self, rows: AgreementQuerySet, _name: str, slug: str) -> AgreementQuerySet:
        return rows.of_party(Organization.objects.filter(slug=slug).values("pk"))

    def with_category(self, rows: AgreementQuerySet, _name: str, slug: str) -> AgreementQuerySet:
        """With a party or facility of this kind."""
        return rows.of_party(Organization.objects.filter(category__slug=slug).values("pk"))

    def unchanged(self, rows: AgreementQuerySet, _name: str, _value: Any) -> AgreementQuerySet:
        """The day narrows nothing by itself; the questions and the column „in Kraft“ use it."""
        return rows
