"""What people may ask the public lists: parameters of the address, checked; wrong ones are named and not used."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kit.postal_codes import Place
from partners.enums import OrganizationKind, PlaceKind, Sector, StepFree
from partners.models import (
    HostedOrganization,
    Municipality,
    Organization,
    PartnerCategory,
    PlanningArea,
    PointOfInterest,
    Program,
)
from partners.querysets import NearbyQuerySet, OrganizationQuerySet
from partners.search.nearby import find_point
from partners.search.organizations import search_organizations

DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]
AGES = [("0", _("unter 1 Jahr")), ("1", _("1 Jahr")), *((str(n), f"{n} Jahre") for n in range(2, 18))]
DISTANCES = [(str(n), f"{n} km") for n in (1, 2, 5, 10, 25, 50)]


def area_choices(areas: "QuerySet[PlanningArea]") -> list[tuple[str, str]]:
    """Districts as choices, sorted by town and number; one query."""
    rows = areas.order_by("municipality__name_key", "code").values_list("slug", "municipality__name", "name")
    return [(slug, f"{town}: {name}") for slug, town, name in rows]


class PublicFilter(django_filters.FilterSet):
    """A filter whose choices are read once, when it is built: rendering it costs no query.

    ``choices`` maps a parameter to its (value, label) pairs.
    """

    choices: dict[str, Iterable[tuple[Any, Any]]] = {}

    def __init__(self, data: Any, queryset: Any) -> None:
        super().__init__(data, queryset)
        for name, pairs in self.read_choices().items():
            self.filters[name].extra["choices"] = pairs

    def read_choices(self) -> dict[str, list[tuple[Any, Any]]]:
        """Choices that stand in the database, by parameter."""
        return {}

    @property
    def refused(self) -> list[str]:
        """What was asked for and is not possible, one phrase each; everything else is used."""
        return [
            f"{self.form.fields[name].label}: „{str(self.form[name].value())[:60]}“"
            for name in self.form.errors
            if name in self.form.fields
        ]

    @property
    def active(self) -> int:
        """How many parameters narrow the list; free text is not counted, it stands in its own box."""
        return sum(1 for name, value in self.form.cleaned_data.items() if value and name != "q")


class PartnerFilter(PublicFilter):
    """The directory of public organisations."""

    q = django_filters.CharFilter(label=_("Name oder Stichwort"), method="by_words", max_length=100)
    kategorie = django_filters.ChoiceFilter(
        label=_("Art der Stelle"), field_name="category__slug", empty_label=_("alle")
    )
    kommune = django_filters.ChoiceFilter(label=_("Ort"), method="in_municipality", empty_label=_("alle"))
    stadtteil = django_filters.ChoiceFilter(label=_("Stadtteil"), method="in_area", empty_label=_("alle"))
    sektor = django_filters.ChoiceFilter(
        label=_("Bereich"), field_name="sector", choices=Sector.choices, empty_label=_("alle")
    )
    art = django_filters.ChoiceFilter(
        label=_("Rolle"), field_name="kind", choices=OrganizationKind.choices, empty_label=_("alle")
    )
    programm = django_filters.ChoiceFilter(label=_("Programm"), method="in_program", empty_label=_("alle"))
    stichtag = django_filters.DateFilter(
        label=_("Stichtag"),
        method="unchanged",
        input_formats=DAY_FORMATS,
        help_text=_("Zum Beispiel 01.01.2019: Wer war damals im Programm?"),
        widget=forms.DateInput(attrs={"placeholder": _("TT.MM.JJJJ"), "inputmode": "numeric"}, format="%d.%m.%Y"),
    )
    buchstabe = django_filters.CharFilter(method="by_letter", max_length=1)

    class Meta:
        model = Organization
        fields: list[str] = []

    def read_choices(self) -> dict[str, list[tuple[Any, Any]]]:
        """Only what leads somewhere; one query for each list."""
        public = Organization.objects.public()
        return {
            "kategorie": list(
                PartnerCategory.objects.filter(Exists(public.filter(category=OuterRef("pk")))).values_list(
                    "slug", "name"
                )
            ),
            "kommune": list(
                Municipality.objects.filter(
                    Exists(public.filter(municipality=OuterRef("pk")))
                    | Exists(PlanningArea.objects.filter(municipality=OuterRef("pk")))
                ).values_list("slug", "name")
            ),
            "stadtteil": area_choices(PlanningArea.objects.all()),
            "programm": list(Program.objects.values_list("slug", "name")),
        }

    def by_words(self, organizations: OrganizationQuerySet, _name: str, text: str) -> OrganizationQuerySet:
        return search_organizations(organizations, text)

    def by_letter(self, organizations: OrganizationQuerySet, _name: str, letter: str) -> OrganizationQuerySet:
        return organizations.filter(name_key__startswith=letter.lower())

    def in_municipality(self, organizations: OrganizationQuerySet, _name: str, slug: str) -> OrganizationQuerySet:
        """Seated there, or working in one of its areas."""
        areas = PlanningArea.objects.filter(organizations=OuterRef("pk"), municipality__slug=slug)
        return organizations.filter(Q(municipality__slug=slug) | Exists(areas))

    def in_area(self, organizations: OrganizationQuerySet, _name: str, slug: str) -> OrganizationQuerySet:
        """Working for the area or having a site in it; the area of a protected address stays unknown."""
        areas = PlanningArea.objects.filter(organizations=OuterRef("pk"), slug=slug)
        sites = HostedOrganization.objects.valid_on().filter(
            organization=OuterRef("pk"), location__area__slug=slug, location__is_protected=False
        )
        return organizations.filter(Exists(areas) | Exists(sites))

    def in_program(self, organizations: OrganizationQuerySet, _name: str, slug: str) -> OrganizationQuerySet:
        """Taking part in the programme, today or on the reference date."""
        return organizations.participating(slug, self.day)

    def unchanged(self, organizations: OrganizationQuerySet, _name: str, _day: date) -> OrganizationQuerySet:
        """The reference date narrows nothing by itself."""
        return organizations

    @property
    def day(self) -> date | None:
        """The reference date, when a possible one was given."""
        return self.form.cleaned_data.get("stichtag")


class Flag(django_filters.Filter):
    """A box to tick; not ticked asks for nothing. (A ``method`` of its own has to see to that itself.)"""

    field_class = forms.BooleanField

    def filter(self, queryset: Any, value: Any) -> Any:
        return super().filter(queryset, value) if value else queryset


class WhereForm(forms.Form):
    """Turns the typed place into a point, so that an unknown one is an error at its field."""

    def clean_ort(self) -> Place | None:
        typed = self.cleaned_data["ort"]
        point = find_point(typed)
        if typed and point is None:
            raise forms.ValidationError(_("Diesen Ort kennen wir nicht. Eine Postleitzahl geht immer."))
        return point


class PlaceFilter(PublicFilter):
    """Places for families."""

    art = django_filters.ChoiceFilter(
        label=_("Art des Ortes"), field_name="kind", choices=PlaceKind.choices, empty_label=_("alle")
    )
    alter = django_filters.ChoiceFilter(
        label=_("Alter des Kindes"), method="for_age", choices=AGES, empty_label=_("jedes Alter")
    )
    ort = django_filters.CharFilter(
        label=_("In der Nähe von"),
        method="near",
        max_length=80,
        help_text=_("Postleitzahl, Ort oder Stadtteil"),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    umkreis = django_filters.ChoiceFilter(
        label=_("Höchstens entfernt"), method="unchanged", choices=DISTANCES, empty_label=_("egal")
    )
    stadtteil = django_filters.ChoiceFilter(label=_("Stadtteil"), field_name="area__slug", empty_label=_("alle"))
    schatten = Flag(label=_("mit Schatten"), field_name="shade")
    wc = Flag(label=_("mit WC"), field_name="toilet")
    stufenlos = Flag(label=_("stufenlos"), method="without_steps")

    class Meta:
        model = PointOfInterest
        form = WhereForm
        fields: list[str] = []

    def read_choices(self) -> dict[str, list[tuple[Any, Any]]]:
        return {
            "stadtteil": area_choices(
                PlanningArea.objects.filter(Exists(PointOfInterest.objects.filter(area=OuterRef("pk"))))
            )
        }

    def for_age(self, places: NearbyQuerySet, _name: str, years: str) -> NearbyQuerySet:
        return places.filter(Q(age_from=None) | Q(age_from__lte=years), Q(age_to=None) | Q(age_to__gte=years))

    def near(self, places: NearbyQuerySet, _name: str, point: Place) -> NearbyQuerySet:
        """Nearest first, and none farther than ``umkreis``; places without a position cannot be near anything."""
        nearest = places.by_distance(point.lat, point.lon)
        farthest = self.form.cleaned_data.get("umkreis")
        return nearest.filter(distance_km__lte=farthest) if farthest else nearest

    def without_steps(self, places: NearbyQuerySet, _name: str, wanted: bool) -> NearbyQuerySet:
        return places.filter(step_free=StepFree.YES) if wanted else places

    def unchanged(self, places: NearbyQuerySet, _name: str, _value: str) -> NearbyQuerySet:
        """Used together with ``ort``."""
        return places

    @property
    def point(self) -> Place | None:
        """Where "near" is, when a known place was given."""
        return self.form.cleaned_data.get("ort") or None
