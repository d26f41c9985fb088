"""The short form for an agreement that was signed elsewhere."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from agreements import permissions
from agreements.actions.recording import SignedParty
from agreements.calendar import Term, term_problems
from agreements.enums import AgreementKind, NoticeTo, PartyRole, TermKind
from agreements.forms.days import DayField
from agreements.forms.organizations import OrganizationField, organization_suggestions
from agreements.models import Agreement
from kit.uploads import SCANS, CheckedFileField
from partners.models import Organization
from partners.rights.held import roles_of

PARTNERS = 4
LIST = "organisationen"
FUNCTION_HINT = _("Wer unterschrieben hat, ohne Namen: zum Beispiel „Leitung“ oder „Vorstand“.")
TERM = ("effective_from", "term_kind", "ends_on", "renewal_months", "notice_months", "notice_to")


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    return DayField(label=label, required=required, help_text=help_text)


class RecordForm(forms.Form):
    """What is known of a signed agreement; everything that can be left out has a sensible meaning when it is."""

    document = CheckedFileField(
        label=_("Unterschriebene Vereinbarung"), allowed=SCANS, help_text=_("Scan als PDF, höchstens 15 MB.")
    )
    title = forms.CharField(label=_("Titel"), max_length=200)
    kind = forms.ChoiceField(label=_("Art"), choices=AgreementKind.choices, initial=AgreementKind.BILATERAL)
    center = OrganizationField(label=_("Zentrum"), list_id=LIST)
    center_function = forms.CharField(
        label=_("Funktion beim Zentrum"), max_length=160, initial=_("Leitung"), help_text=FUNCTION_HINT
    )
    center_signed_on = day_field(_("Zentrum unterschrieb am"), required=True)
    term_kind = forms.ChoiceField(label=_("Laufzeit"), choices=TermKind.choices, initial=TermKind.OPEN_ENDED)
    effective_from = day_field(_("Gilt ab"), help_text=_("Leer: ab der letzten Unterschrift."))
    ends_on = day_field(_("Gilt bis"), help_text=_("Leer, wenn sie unbefristet ist."))
    renewal_months = forms.IntegerField(
        label=_("Verlängerung um … Monate"),
        required=False,
        min_value=1,
        max_value=240,
        help_text=_("Nur, wenn sie sich von selbst verlängert."),
    )
    notice_months = forms.IntegerField(
        label=_("Kündigungsfrist in Monaten"), required=False, min_value=0, max_value=120, initial=3
    )
    notice_to = forms.ChoiceField(label=_("Kündbar zum"), choices=NoticeTo.choices, initial=NoticeTo.HALF_YEAR)
    next_review_on = day_field(_("Nächste Auswertung"))
    place = forms.CharField(label=_("Ort der Unterschrift"), max_length=80, required=False)
    reference = forms.CharField(
        label=_("Aktenzeichen"), max_length=40, required=False, help_text=_("Leer: Wir vergeben eines.")
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        centers = centers_of(user)
        known = Organization.objects.visible_to(user)
        self.fields["center"].queryset = centers  # type: ignore[attr-defined]
        own = list(centers[:2]) if Role.ADMINISTRATION not in roles_of(user) else []
        if len(own) == 1:
            self.initial.setdefault("center", own[0].name)
        for number in range(1, PARTNERS + 1):
            needed = number == 1
            self.fields[f"partner_{number}"] = OrganizationField(
                label=gettext("Partner") if needed else gettext("%d. Partner") % number,
                queryset=known,
                list_id=LIST,
                required=needed,
            )
            self.fields[f"partner_{number}_function"] = forms.CharField(
                label=gettext("Funktion beim Partner"), max_length=160, required=False, initial=gettext("Leitung")
            )
            self.fields[f"partner_{number}_signed_on"] = day_field(
                gettext("Partner unterschrieb am"),
                help_text=gettext("Leer: am selben Tag wie das Zentrum.") if needed else "",
            )
        self.order_fields(self._order())
        self.suggested = organization_suggestions(known)

    def _order(self) -> list[str]:
        """As on the page, so that the summary of errors reads from top to bottom."""
        partners = [name for name in self.fields if name.startswith("partner_")]
        names = [name for name in self.fields if name not in partners]
        here = names.index("center_signed_on") + 1
        return names[:here] + partners + names[here:]

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each partner, for the page."""
        return [
            (self[f"partner_{number}"], self[f"partner_{number}_function"], self[f"partner_{number}_signed_on"])
            for number in range(1, PARTNERS + 1)
        ]

    def has_more_partners(self) -> bool:
        """Something was typed, or is wrong, in the folded rows: they must not hide it."""
        return any(
            name.value() or signed_on.value() or function.errors or name.errors or signed_on.errors
            for name, function, signed_on in self.rows()[1:]
        )

    def clean_reference(self) -> str:
        reference = " ".join(self.cleaned_data["reference"].split())
        if reference and Agreement.objects.filter(reference=reference).exists():
            raise forms.ValidationError(gettext("Dieses Aktenzeichen gibt es schon."))
        return reference

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        today = timezone.localdate()
        for name, day in list(data.items()):
            if name.endswith("signed_on") and day and day > today:
                self.add_error(name, gettext("Dieser Tag liegt noch vor uns."))
        if data.get("term_kind") == TermKind.OPEN_ENDED and data.get("ends_on"):
            self.add_error("ends_on", gettext("Unbefristet heißt ohne Ende. Bitte wählen Sie eine andere Laufzeit."))
        if not self.errors:
            self._check_parties()
            self._check_term()
        return data

    def _check_parties(self) -> None:
        taken = {self.cleaned_data["center"].pk}
        for number in range(1, PARTNERS + 1):
            partner = self.cleaned_data.get(f"partner_{number}")
            if partner and partner.pk in taken:
                self.add_error(f"partner_{number}", gettext("Diese Organisation steht schon oben."))
            elif partner:
                taken.add(partner.pk)

    def _check_term(self) -> None:
        values = self.term()
        begins = values["effective_from"] or max(party.signed_on for party in self.parties())
        for name, text in term_problems(Term(begins, *(values[key] for key in TERM[1:]))):
            self.add_error(name if name in self.fields else None, str(text))

    def term(self) -> dict[str, Any]:
        """Columns of the version."""
        values = {name: self.cleaned_data[name] for name in TERM}
        return values | {"notice_months": values["notice_months"] or 0}

    def parties(self) -> list[SignedParty]:
        """The centre first, then the partners as typed."""
        data = self.cleaned_data
        found = [SignedParty(data["center"], data["center_function"], data["center_signed_on"], PartyRole.MAIN)]
        for number in range(1, PARTNERS + 1):
            partner = data.get(f"partner_{number}")
            if partner:
                signed_on = data.get(f"partner_{number}_signed_on") or data["center_signed_on"]
                function = data.get(f"partner_{number}_function") or gettext("Leitung")
                found.append(SignedParty(partner, function, signed_on))
        return found

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        names = ("center", "title", "kind", "place", "reference", "next_review_on")
        return {name: self.cleaned_data[name] for name in names} | {
            "parties": self.parties(),
            "scan": self.cleaned_data["document"],
            "term": self.term(),
        }


def centers_of(user: User) -> Any:
    """Organisations for which this person may take in agreements."""
    if Role.ADMINISTRATION in roles_of(user):
        return Organization.objects.all()
    return Organization.objects.filter(pk__in=permissions.center_ids(user))
