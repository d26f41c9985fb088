"""Input for one clause: its words and the state they were written on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.text.comparison import has_conflict_marks

LONGEST_TEXT = 50_000
"""Characters of one clause; the longest clause of a real agreement has about 6,000."""
LARGEST_EDITION = 2_000_000_000


class EditionForm(forms.Form):
    """Which state was read; every form that changes something carries it."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_EDITION)


class ClauseForm(EditionForm):
    """Heading and text. Line ends become those of the database, so that the same words compare as the same."""

    heading = forms.CharField(label=_("Überschrift"), max_length=160)
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        required=False,
        strip=False,
        error_messages={
            "max_length": _(
                "Eine Klausel hat höchstens %(limit_value)d Zeichen; das hier sind %(show_value)d. "
                "Bitte teilen Sie den Text auf oder nehmen Sie eine Anlage."
            ),
        },
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def clean_heading(self) -> str:
        return " ".join(self.cleaned_data["heading"].split())

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n").rstrip()
        if has_conflict_marks(text):
            raise forms.ValidationError(
                _(
                    "An den markierten Stellen stehen noch beide Fassungen. Bitte lassen Sie je eine stehen und "
                    "löschen Sie die Zeilen mit „>>>“."
                )
            )
        return text


class NewClauseForm(forms.Form):
    """An own clause, and behind which one it stands."""

    heading = forms.CharField(label=_("Überschrift"), max_length=160)
    text = forms.CharField(
        label=_("Text"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    after = forms.TypedChoiceField(label=_("Steht hinter"), coerce=str)

    def __init__(self, *args: Any, clauses: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["after"].choices = clauses  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """One place up or down."""

    up = forms.TypedChoiceField(choices=[("ja", ""), ("nein", "")], coerce=lambda value: value == "ja")
