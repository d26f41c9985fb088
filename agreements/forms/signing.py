"""Recording a signature that was given elsewhere, and taking back one recorded by mistake."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.actions.signing import ALLOWED
from agreements.enums import SignatureMethod
from agreements.forms.days import DayField
from agreements.forms.signed_copy import ForeignDocument, examine_signed_copy
from agreements.models import AgreementParty, AgreementVersion
from kit.uploads import SCANS, CheckedFileField, Kind

EXPLAINED = {
    SignatureMethod.PAPER: _("Auf Papier: von Hand unterschrieben; der Scan gehört dazu"),
    SignatureMethod.QES: _("Qualifizierte elektronische Signatur: das signierte PDF gehört dazu"),
    SignatureMethod.LETTERS: _("Briefwechsel: jede Seite hat ihr Schreiben geschickt"),
    SignatureMethod.TEXT_FORM: _("Erklärung in Textform: zum Beispiel eine E-Mail, die man aufbewahrt"),
}


class SignatureForm(forms.Form):
    """One party's signature. Only the ways that keep the form the parties agreed on can be chosen."""

    method = forms.ChoiceField(label=_("Wie wurde unterschrieben?"), widget=forms.RadioSelect)
    signed_on = DayField(label=_("Unterschrieben am"))
    place = forms.CharField(label=_("Ort"), max_length=80, required=False, help_text=_("Bei Papier nötig."))
    signatory_function = forms.CharField(
        label=_("Funktion"), max_length=160, help_text=_("Wer hat unterschrieben? Zum Beispiel „Geschäftsführung“.")
    )
    signatory_name = forms.CharField(
        label=_("Name"),
        max_length=160,
        required=False,
        help_text=_("Freiwillig. Nur die Parteien, die Verwaltung und der Datenschutz sehen ihn."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    document = CheckedFileField(
        label=_("Unterschriebene Fassung"),
        allowed=SCANS,
        required=False,
        help_text=_("Scan oder signiertes PDF, höchstens 15 MB; auch JPEG oder PNG."),
    )
    note = forms.CharField(
        label=_("Wo liegt der Beleg?"),
        max_length=400,
        required=False,
        help_text=_(
            "Nur bei Briefwechsel und Textform, wenn Sie nichts hochladen: zum Beispiel „E-Mail vom 3. Mai, "
            "Postfach des Zentrums“."
        ),
    )

    def __init__(self, *args: Any, version: AgreementVersion, party: AgreementParty, **options: Any) -> None:
        options["initial"] = {"signatory_function": party.represented_by_function} | options.get("initial", {})
        super().__init__(*args, **options)
        self.version, self.party, self.report = version, party, ""
        ways = [way for way in SignatureMethod if way in ALLOWED[version.form_required]]
        self.fields["method"].choices = [(way.value, EXPLAINED[way]) for way in ways]  # type: ignore[attr-defined]
        if len(ways) == 1:
            self.initial.setdefault("method", ways[0].value)

    def clean_signed_on(self) -> Any:
        day = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("Dieser Tag liegt noch vor uns."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        method, document = data.get("method"), data.get("document")
        if method == SignatureMethod.PAPER and not data.get("place"):
            self.add_error("place", gettext("Bitte nennen Sie den Ort der Unterschrift."))
        if method in (SignatureMethod.PAPER, SignatureMethod.QES):
            if not document and "document" not in self.errors:
                self.add_error("document", gettext("Bitte laden Sie die unterschriebene Fassung hoch."))
        elif method and not document and not data.get("note") and "document" not in self.errors:
            self.add_error("note", gettext("Bitte laden Sie den Beleg hoch oder sagen Sie, wo er liegt."))
        if method == SignatureMethod.QES and document and not self.errors:
            self._examine(document)
        return data

    def _examine(self, document: Any) -> None:
        if document.kind is not Kind.PDF:
            self.add_error("document", gettext("Eine elektronische Signatur steckt in einem PDF."))
            return
        try:
            self.report = examine_signed_copy(self.version, self.party, document).report
        except ForeignDocument as refusal:
            self.add_error("document", str(refusal))

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        data = dict(self.cleaned_data)
        note = data.pop("note")
        checked = data.pop("document")
        return {**data, "checked": checked or None, "check_report": self.report or note}


class VoidForm(forms.Form):
    """Why a recorded signature does not count."""

    reason = forms.CharField(
        label=_("Warum zählt sie nicht?"),
        max_length=240,
        help_text=_("Zum Beispiel „falsche Partei ausgewählt“. Der Eintrag bleibt sichtbar."),
    )
