"""Input for one row of a structured part, and which parts there are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from agreements.enums import Block, DueKind
from agreements.forms.days import check_years
from agreements.models import (
    AgreementContact,
    AgreementParty,
    AgreementVersion,
    Basis,
    Commitment,
    Responsibility,
    RoomUse,
)
from agreements.models.version import PartOfVersion
from kit.view_models import Words
from partners.models import ContactPoint, Organization, Room

DAY = {"type": "date"}
TIME = {"type": "time"}


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs=DAY)


def organizations_of(version: AgreementVersion) -> Any:
    """Those who may answer for something: the parties and the facilities they conclude for."""
    return (
        Organization.objects.filter(
            Q(agreement_parties__version=version) | Q(agreement_parties_as_facility__version=version)
        )
        .distinct()
        .order_by("name_key", "pk")
    )


def names_of(version: AgreementVersion) -> Callable[[Organization], str]:
    """How to call them in a list: who only runs a house that is named too is told from it by „(Träger)“."""
    running = set(version.parties.exclude(facility=None).values_list("organization", flat=True))
    return lambda one: _t("%s (Träger)") % one.name if one.pk in running else one.name


class RowForm(forms.ModelForm):
    """Base of all: the edition read, organisations limited to the parties, nothing saved by the form itself."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    organization_fields: tuple[str, ...] = ("organization",)

    def __init__(self, *args: Any, version: AgreementVersion, **options: Any) -> None:
        super().__init__(*args, **options)
        check_years(self)
        self.version = version
        if "edition" not in self.initial:
            self.initial["edition"] = self.instance.edition if self.instance.pk else 0
        named = names_of(version) if self.organization_fields else str
        for name in self.organization_fields:
            field: Any = self.fields.get(name)
            if field is not None:
                field.queryset, field.label_from_instance = organizations_of(version), named

    def values(self) -> dict[str, Any]:
        """Columns to write."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def texts_of_fields(self, row: Any) -> list[tuple[str, str]]:
        """The values of a row in words, by label: for the page that shows two of them."""
        return [(str(self.fields[name].label), in_words(row, name)) for name in self._meta.fields or ()]


def is_party(version: AgreementVersion, organization: int, facility: Organization | None, *, but: int = 0) -> bool:
    """Whether this organisation, for this facility, is a party already (other than the row ``but``)."""
    return version.parties.filter(organization=organization, facility=facility).exclude(pk=but or 0).exists()


def in_words(row: Any, name: str) -> str:
    """One value as people read it."""
    spoken = getattr(row, f"get_{name}_display", None)
    value = spoken() if spoken else getattr(row, name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _t("ja") if value else _t("nein")
    return f"{value:%d.%m.%Y}" if hasattr(value, "toordinal") else str(value)


class PartyForm(RowForm):
    """What a party is here. Another organisation is another party: take this one out and add the other."""

    organization_fields = ()

    class Meta:
        model = AgreementParty
        fields = ["role", "facility", "represented_by_function", "must_sign"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        run = Q(operators__operating_body=self.instance.organization_id)
        mine = Q(pk=self.instance.facility_id)
        self.fields["facility"].queryset = (  # type: ignore[attr-defined]
            Organization.objects.filter(run | mine).distinct().order_by("name_key", "pk")
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if is_party(self.version, self.instance.organization_id, data.get("facility"), but=self.instance.pk):
            self.add_error("facility", _t("Diese Organisation ist schon Partei."))
        return data


class BasisForm(RowForm):
    organization_fields = ()

    class Meta:
        model = Basis
        fields = ["text", "dated", "valid_to"]
        widgets = {"dated": day_input(), "valid_to": day_input()}


class CommitmentForm(RowForm):
    class Meta:
        model = Commitment
        fields = [
            "organization",
            "kind",
            "description",
            "quantity",
            "unit",
            "rhythm",
            "place",
            "starts_on",
            "is_excluded",
        ]
        widgets = {"starts_on": day_input()}
        help_texts = {"is_excluded": _("Ankreuzen, wenn das gerade nicht dazugehört.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["quantity"].localize = True
        self.fields["quantity"].widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("quantity") is not None and not data.get("unit"):
            self.add_error("unit", _t("Zur Menge gehört eine Einheit."))
        if data.get("unit") and data.get("quantity") is None and "quantity" not in self.errors:
            self.add_error("quantity", _t("Zur Einheit gehört eine Menge."))
        return data


class ResponsibilityForm(RowForm):
    organization_fields = ("organization", "deputy_organization")
    NEEDED: dict[str, tuple[str, ...]] = {
        DueKind.ON_DATE: ("due_on",),
        DueKind.YEARLY: ("due_day", "due_month"),
        DueKind.MONTHLY: ("due_day",),
        DueKind.BEFORE_START: ("due_days",),
        DueKind.AFTER_END: ("due_days",),
        DueKind.AFTER_EVENT: ("due_days",),
    }
    """Which columns a rule for the deadline needs; the others are emptied."""

    class Meta:
        model = Responsibility
        fields = [
            "task",
            "organization",
            "function",
            "deputy_organization",
            "deputy_function",
            "consulted",
            "informed",
            "due_kind",
            "due_on",
            "due_day",
            "due_month",
            "due_days",
        ]
        widgets = {"due_on": day_input()}
        help_texts = {"function": _("Zum Beispiel „Koordination“; kein Name.")}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        needed = self.NEEDED.get(str(data.get("due_kind")), ())
        for name in ("due_on", "due_day", "due_month", "due_days"):
            if name not in needed:
                data[name] = None
                self.errors.pop(name, None)
            elif data.get(name) is None and name not in self.errors:
                self.add_error(name, _t("Das braucht diese Frist."))
        return data


class RoomUseForm(RowForm):
    class Meta:
        model = RoomUse
        fields = [
            "room",
            "organization",
            "weekday",
            "start_time",
            "end_time",
            "key_holder_function",
            "fee",
            "cleaning",
            "house_rules_accepted",
        ]
        widgets = {
            "start_time": forms.TimeInput(format="%H:%M", attrs=TIME),
            "end_time": forms.TimeInput(format="%H:%M", attrs=TIME),
        }
        help_texts = {"weekday": _("Leer heißt: auf Anfrage.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        near = Q(location__hosted__organization__in=organizations_of(self.version).order_by().values("pk"))
        rooms = Room.objects.filter(near | Q(pk=self.instance.room_id)).select_related("location").distinct()
        self.fields["room"].queryset = rooms.order_by("location__name", "name", "pk")  # type: ignore[attr-defined]
        self.fields["room"].help_text = _("Räume in den Häusern der Parteien.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start_time"), data.get("end_time")
        if data.get("weekday"):
            for name in ("start_time", "end_time"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, _t("Zum Wochentag gehören Zeiten."))
        elif (start or end) and "weekday" not in self.errors:
            self.add_error("weekday", _t("Zu den Zeiten gehört ein Wochentag."))
        if start and end and end <= start:
            self.add_error("end_time", _t("Das Ende liegt nicht nach dem Beginn."))
        return data


class ContactForm(RowForm):
    class Meta:
        model = AgreementContact
        fields = ["topic", "organization", "function", "deputy_function", "contact_point"]
        help_texts = {"contact_point": _("Woher Telefon und E-Mail von heute kommen.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = Q(organization__in=organizations_of(self.version).order_by().values("pk"))
        points = ContactPoint.objects.valid_on().filter(known) | ContactPoint.objects.filter(
            pk=self.instance.contact_point_id
        )
        self.fields["contact_point"].queryset = points.select_related("organization")  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """Who takes which task, all at once: a choice for every responsibility nobody has yet."""

    def __init__(self, *args: Any, version: AgreementVersion, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = list(version.responsibilities.filter(organization=None))
        parties, named = list(organizations_of(version)), names_of(version)
        choices = [("", _("noch offen")), *((str(one.pk), named(one)) for one in parties)]
        self.parties = {str(one.pk): one for one in parties}
        for row in self.rows:
            self.fields[str(row.key)] = forms.ChoiceField(label=row.task, choices=choices, required=False)

    def chosen(self) -> list[tuple[Responsibility, Organization]]:
        """Tasks somebody was found for."""
        return [
            (row, self.parties[self.cleaned_data[str(row.key)]])
            for row in self.rows
            if self.cleaned_data.get(str(row.key))
        ]


@dataclass(frozen=True, slots=True)
class RowKind:
    """One kind of row: its table, its form, the part it belongs to, and how people call it."""

    word: str
    model: type[PartOfVersion]
    form: Callable[..., RowForm]
    relation: str
    block: Block
    one: Words
    add: Words


KINDS = {
    kind.word: kind
    for kind in (
        RowKind("partei", AgreementParty, PartyForm, "parties", Block.PARTIES, _("Partei"), _("Partei dazunehmen")),
        RowKind("grundlage", Basis, BasisForm, "bases", Block.BASES, _("Grundlage"), _("Grundlage dazu")),
        RowKind(
            "leistung", Commitment, CommitmentForm, "commitments", Block.COMMITMENTS, _("Leistung"), _("Leistung dazu")
        ),
        RowKind(
            "zustaendigkeit",
            Responsibility,
            ResponsibilityForm,
            "responsibilities",
            Block.RESPONSIBILITIES,
            _("Zuständigkeit"),
            _("Aufgabe dazu"),
        ),
        RowKind("raum", RoomUse, RoomUseForm, "room_uses", Block.ROOM_USES, _("Raumnutzung"), _("Raum dazu")),
        RowKind(
            "ansprechperson",
            AgreementContact,
            ContactForm,
            "contacts",
            Block.CONTACTS,
            _("Ansprechperson"),
            _("Ansprechperson dazu"),
        ),
    )
}
BY_BLOCK = {str(kind.block): kind for kind in KINDS.values()}
