"""Uploads to an agreement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.enums import AttachmentKind
from kit.uploads import DRAFTS, SCANS, CheckedFileField

ANNEX_KINDS = DRAFTS | SCANS
BESIDE = [(kind.value, kind.label) for kind in AttachmentKind if kind is not AttachmentKind.ANNEX]


class AnnexForm(forms.Form):
    """A file that becomes part of the text."""

    title = forms.CharField(label=_("Bezeichnung"), max_length=160)
    file = CheckedFileField(
        label=_("Datei"), allowed=ANNEX_KINDS, help_text=_("PDF, ODT, DOCX, JPEG oder PNG; als PDF höchstens 15 MB.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "anlage_%s"} | options)  # two forms stand on one page

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {"checked": self.cleaned_data["file"], "title": self.cleaned_data["title"]}


class AttachmentForm(forms.Form):
    """A file kept beside the text."""

    kind = forms.ChoiceField(label=_("Was ist es?"), choices=BESIDE)
    title = forms.CharField(label=_("Bezeichnung"), max_length=160)
    file = CheckedFileField(
        label=_("Datei"), allowed=ANNEX_KINDS, help_text=_("PDF, ODT, DOCX, JPEG oder PNG; als PDF höchstens 15 MB.")
    )
    is_internal = forms.BooleanField(
        label=_("Nur für das Zentrum"), required=False, help_text=_("Die Partner sehen diese Datei dann nicht.")
    )

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        data = dict(self.cleaned_data)
        return {"checked": data.pop("file"), **data}
