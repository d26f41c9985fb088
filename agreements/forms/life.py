"""Forms of an agreement's life: steps, notice, talks, suspension, notes, who looks after it, who joins."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from agreements.actions.life.notice import DeclaredNotice
from agreements.enums import ReviewResult, TerminationKind
from agreements.forms.days import DayField
from agreements.models import Agreement, AgreementVersion
from kit.uploads import SCANS, CheckedFileField
from kit.workflow import Step
from partners.models import Membership, Organization

NO_NAMES = _("Bitte keine Angaben zu einzelnen Familien.")


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day as browsers want it."""
    return DayField(label=label, **options)


def past_day(day: date) -> date:
    """A day that has come. Raises ``ValidationError`` for a later one."""
    if day > timezone.localdate():
        raise forms.ValidationError(_t("Dieser Tag liegt noch vor uns."))
    return day


class StepForm(forms.Form):
    """Why a step is taken; needed where the table says so."""

    note = forms.CharField(
        label=_("Grund"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Steht im Verlauf, den auch die Parteien lesen."),
    )

    def __init__(self, *args: Any, step: Step, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["note"].required = step.needs_note
        if not step.needs_note:
            self.fields["note"].label = _t("Anmerkung")
        if step.verb == "abandon":
            self.fields["note"].help_text = _t("Bleibt intern: Die Partner lesen nur, dass nichts daraus wurde.")


class AmendForm(forms.Form):
    change_note = forms.CharField(
        label=_("Was soll sich ändern?"),
        max_length=300,
        help_text=_("In einem Satz, zum Beispiel „Sprechstunde künftig zweimal im Monat“."),
    )


class NoticeForm(forms.Form):
    """What the letter says. Without a last day it is the earliest one."""

    kind = forms.ChoiceField(label=_("Art"), choices=TerminationKind, widget=forms.RadioSelect)
    declared_by = forms.ModelChoiceField(
        label=_("Erklärt von"), queryset=Organization.objects.none(), empty_label=_("Bitte wählen")
    )
    declared_on = day_field(_("Erklärt am"), help_text=_("Das Datum des Schreibens."))
    received_on = day_field(_("Zugegangen am"), help_text=_("Ab diesem Tag läuft die Frist."))
    effective_on = day_field(
        _("Letzter Tag"),
        required=False,
        help_text=_("Leer lassen für den frühesten Tag. Bei einer Aufhebung: worauf Sie sich geeinigt haben."),
    )
    reason = forms.CharField(
        label=_("Grund"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bei einer Kündigung aus wichtigem Grund nötig."),
    )

    def __init__(self, *args: Any, version: AgreementVersion, **options: Any) -> None:
        super().__init__(*args, **options)
        pairs = version.parties.values_list("organization", "facility")
        parties = {one for pair in pairs for one in pair if one}
        self.fields["declared_by"].queryset = Organization.objects.filter(pk__in=parties).by_name()  # type: ignore[attr-defined]
        self.initial.setdefault("received_on", timezone.localdate())

    def clean_received_on(self) -> date:
        return past_day(self.cleaned_data["received_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("declared_on") and data.get("received_on") and data["declared_on"] > data["received_on"]:
            self.add_error("received_on", _t("Zugegangen ist es nicht vor dem Datum des Schreibens."))
        if data.get("kind") == TerminationKind.EXTRAORDINARY and not data.get("reason"):
            self.add_error("reason", _t("Eine Kündigung aus wichtigem Grund braucht den Grund."))
        if data.get("kind") == TerminationKind.MUTUAL and "effective_on" in data and not data["effective_on"]:
            self.add_error("effective_on", _t("Auf welchen Tag haben Sie sich geeinigt?"))
        return data

    def declared(self) -> DeclaredNotice:
        """What the action takes."""
        return DeclaredNotice(
            **{
                name: self.cleaned_data[name]
                for name in ("kind", "declared_by", "declared_on", "received_on", "effective_on", "reason")
            }
        )


class LetterForm(forms.Form):
    """The letter itself, asked for in the second look only: browsers forget a chosen file from one page to the next."""

    checked = CheckedFileField(
        label=_("Das Schreiben als Datei"),
        allowed=SCANS,
        required=False,
        help_text=_("Freiwillig: PDF oder Foto, höchstens 15 MB. Es liegt dann bei den Dateien der Vereinbarung."),
    )


class ReviewForm(forms.Form):
    """A review talk that took place."""

    held_on = day_field(_("Geführt am"))
    participants = forms.CharField(
        label=_("Wer war dabei?"),
        max_length=240,
        required=False,
        help_text=_("Funktionen, keine Namen: „Leitung Beratungsstelle, Koordination“."),
    )
    result = forms.ChoiceField(label=_("Ergebnis"), choices=ReviewResult, widget=forms.RadioSelect)
    goals_met = forms.CharField(
        label=_("Sind die Ziele erreicht?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NAMES,
    )
    minutes = forms.CharField(
        label=_("Niederschrift"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=NO_NAMES,
    )
    follow_up = forms.CharField(label=_("Was folgt daraus?"), max_length=240, required=False)
    follow_up_due = day_field(_("Bis wann?"), required=False)
    next_review_on = day_field(
        _("Nächstes Gespräch"), required=False, help_text=_("Leer lassen: wird aus dem Rhythmus des Textes berechnet.")
    )
    checked = CheckedFileField(label=_("Datei"), allowed=SCANS, required=False, help_text=_("Höchstens 15 MB."))

    def clean_held_on(self) -> date:
        return past_day(self.cleaned_data["held_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        held_on, again = data.get("held_on"), data.get("next_review_on")
        if held_on and again and again <= held_on:
            self.add_error("next_review_on", _t("Das nächste Gespräch liegt nach diesem."))
        if data.get("follow_up_due") and not data.get("follow_up"):
            self.add_error("follow_up", _t("Bitte sagen Sie, was bis zu diesem Tag folgt."))
        return data


class SuspensionForm(forms.Form):
    """From when to when the commitments are suspended."""

    starts_on = day_field(_("Ruht ab"))
    ends_on = day_field(_("Bis"), required=False, help_text=_("Leer lassen, wenn es noch nicht feststeht."))
    reason = forms.CharField(label=_("Grund"), max_length=240)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _t("Das Ende liegt vor dem Beginn."))
        return data


class ResumeForm(forms.Form):
    last_day = day_field(_("Letzter Tag des Ruhens"))


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Notiz"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Die Partner lesen sie nicht. Bitte keine Angaben zu einzelnen Familien."),
    )


class HandOverForm(forms.Form):
    """Who looks after it: people who coordinate the centre, and whoever does so now."""

    responsible = forms.ModelChoiceField(
        label=_("Zuständig"), queryset=User.objects.none(), required=False, empty_label=_("noch niemand")
    )
    deputy = forms.ModelChoiceField(
        label=_("Vertretung"), queryset=User.objects.none(), required=False, empty_label=_("noch niemand")
    )

    def __init__(self, *args: Any, agreement: Agreement, **options: Any) -> None:
        options["initial"] = {"responsible": agreement.responsible_id, "deputy": agreement.deputy_id} | options.get(
            "initial", {}
        )
        super().__init__(*args, **options)
        people = Membership.objects.valid_on().filter(organization=agreement.center_id, role=Role.COORDINATION)
        now = [pk for pk in (agreement.responsible_id, agreement.deputy_id) if pk]
        rows = User.objects.filter(is_active=True, pk__in=people.values("user")) | User.objects.filter(pk__in=now)
        for name in ("responsible", "deputy"):
            self.fields[name].queryset = rows.distinct().order_by("display_name", "email")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("responsible") and data.get("responsible") == data.get("deputy"):
            self.add_error("deputy", _t("Zuständig und Vertretung sind dieselbe Person. So vertritt niemand."))
        return data
