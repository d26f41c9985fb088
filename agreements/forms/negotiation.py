"""Input of a negotiation: remarks, answers, invitations, the deadline, and what everybody may read."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.forms.days import DayField
from agreements.models import Agreement
from partners.models import Organization

LONGEST = 20_000


class RemarkForm(forms.Form):
    """A remark, and for a clause also other words for it. What reads like the clause already is no proposal."""

    text = forms.CharField(
        label=_("Ihre Anmerkung"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    proposal = forms.CharField(
        label=_("Ihr Vorschlag für den Wortlaut"),
        required=False,
        max_length=LONGEST,
        help_text=_(
            "Ändern Sie den Text so, wie Sie ihn möchten. Angaben in doppelten Klammern füllt das Portal selbst aus."
        ),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    edition = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, source: str | None, **kwargs: Any) -> None:
        """``source`` is the text of the clause now; ``None`` for a remark on the whole text."""
        super().__init__(*args, **kwargs)
        self.source = source
        if source is None:
            del self.fields["proposal"], self.fields["edition"]
        else:
            self.fields["proposal"].initial = source

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        proposal = data.get("proposal", "").replace("\r\n", "\n").strip()
        data["proposal"] = "" if self.source is None or proposal == self.source.strip() else proposal
        if not data["proposal"] and not data.get("text") and not self.errors:
            self.add_error("text", _("Bitte schreiben Sie etwas oder ändern Sie den Wortlaut."))
        return data


class AgreeForm(forms.Form):
    """One press: agree, or take it back, to a clause, the rest or all of it, as it was read (``stand``)."""

    was = forms.ChoiceField(choices=[("zustimmen", ""), ("rest", ""), ("zuruecknehmen", "")])
    klausel = forms.UUIDField(required=False)
    stand = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)


class TakeBackForm(forms.Form):
    anmerkung = forms.UUIDField()


class AnswerForm(forms.Form):
    """What the centre does with a remark. ``text`` and ``edition`` come from the page that merges two texts."""

    verb = forms.ChoiceField(choices=[(one, one) for one in ("accept", "refuse", "resolve", "reopen")])
    answer = forms.CharField(
        label=_("Ihre Antwort"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    text = forms.CharField(
        label=_("So soll die Klausel lauten"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    edition = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class InviteForm(forms.Form):
    """Which party, and the mailbox that gets the link."""

    organization = forms.ModelChoiceField(
        label=_("Wen laden Sie ein?"), queryset=Organization.objects.none(), to_field_name="uuid", empty_label=None
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        required=False,
        help_text=_(
            "Am besten ein Postfach der Einrichtung. Der Brief enthält einen Link, der ohne Konto zum Text führt und "
            "60 Tage gilt. Leer lassen, wenn dort alle ein eigenes Konto haben."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, organizations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]


class DeadlineForm(forms.Form):
    reply_by = DayField(
        label=_("Rückmeldung bis"),
        required=False,
        help_text=_("Drei Tage vorher und am Tag danach wird erinnert. Leer heißt: keine Frist."),
    )

    def clean_reply_by(self) -> Any:
        day = self.cleaned_data["reply_by"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag ist schon vorbei."))
        return day


class StartForm(DeadlineForm):
    """Giving a draft to the partners: the deadline, and a mailbox for each party that wants a link."""

    def __init__(
        self, *args: Any, organizations: list[Organization], mailboxes: Mapping[int, str], **kwargs: Any
    ) -> None:
        """``mailboxes`` are suggestions by organisation."""
        super().__init__(*args, **kwargs)
        self.organizations = {f"email_{one.pk}": one for one in organizations}
        for name, one in self.organizations.items():
            self.fields[name] = forms.EmailField(
                label=_("Postfach: %(organization)s") % {"organization": one},
                required=False,
                initial=mailboxes.get(one.pk, ""),
                widget=forms.EmailInput(attrs={"autocomplete": "off"}),
                help_text=_("Dorthin geht der Link. Leer lassen, wenn dort alle ein eigenes Konto haben."),
            )

    def addresses(self) -> dict[Organization, str]:
        """Whom to invite, with the mailbox for the link."""
        return {one: self.cleaned_data[name] for name, one in self.organizations.items()}


class PublicityForm(forms.ModelForm):
    """What everybody may read about an agreement once it is in force."""

    class Meta:
        model = Agreement
        fields = ["is_public", "purpose", "public_summary"]
        widgets = {"public_summary": forms.Textarea(attrs={"rows": 8}), "purpose": forms.TextInput}
        help_texts = {
            "is_public": _("Erscheint unter „Vereinbarungen“ für alle, sobald die Vereinbarung in Kraft ist."),
            "purpose": _("Ein Satz: Wozu arbeiten Sie zusammen?"),
            "public_summary": _("Keine Namen von Menschen, keine Klauseln, keine Beträge."),
        }
