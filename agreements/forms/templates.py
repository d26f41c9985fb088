"""Input for templates: what a template is called, what a clause says."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.enums import Block
from agreements.models import AgreementTemplate, ClauseTemplate
from agreements.text.variables import unknown_variables
from partners.models import Organization


class TemplateForm(forms.ModelForm):
    """Name and purpose of a draft; ``edition`` is the one that was read."""

    edition = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = AgreementTemplate
        fields = ["name", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def clean_description(self) -> str:
        return " ".join(self.cleaned_data["description"].split())


class CopyForm(forms.Form):
    """For which organisation an own template is made."""

    organization = forms.ModelChoiceField(label=_("Für welche Organisation?"), queryset=Organization.objects.none())

    def __init__(self, *args: Any, organizations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]


class ClauseForm(forms.ModelForm):
    """One clause of a draft. ``seen`` is the fingerprint of what was read (``actions.templates``)."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=20000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "true"}),
        help_text=_("Leere Zeile: neuer Absatz. „- “ am Anfang: Aufzählung. **fett**."),
    )
    block = forms.ChoiceField(
        label=_("Strukturierter Teil"),
        required=False,
        choices=Block.choices,
        help_text=_("Zeigt unter dem Text eine Tabelle, die in der Vereinbarung ausgefüllt wird."),
    )
    is_mandatory = forms.BooleanField(
        label=_("Pflicht: kann in der Vereinbarung nicht gestrichen werden"), required=False
    )

    class Meta:
        model = ClauseTemplate
        fields = ["heading", "text", "block", "is_mandatory", "hint"]
        widgets = {"hint": forms.Textarea(attrs={"rows": 3})}

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n").strip()
        names = unknown_variables(text)
        if names:
            listed = ", ".join(f"{{{{{name}}}}}" for name in names)
            raise forms.ValidationError(
                gettext("Diese Angabe gibt es nicht: %s. Die Liste steht neben dem Text.") % listed
            )
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "text" in data and not data["text"] and not data.get("block"):
            self.add_error("text", gettext("Bitte schreiben Sie einen Text oder wählen Sie einen strukturierten Teil."))
        return data


class NewClauseForm(ClauseForm):
    """A clause that is not there yet; its key may be left empty."""

    key = forms.SlugField(
        label=_("Kürzel"),
        required=False,
        max_length=40,
        help_text=_("Freiwillig. Kleine Buchstaben und Bindestriche; sonst entsteht es aus der Überschrift."),
    )

    field_order = ["heading", "text", "block", "is_mandatory", "hint", "key"]

    def clean_key(self) -> str:
        key = self.cleaned_data["key"]
        if key == "neu":
            raise forms.ValidationError(gettext("Dieses Kürzel ist vergeben."))
        return str(key)
