"""The form that takes a table in: what it is, where it comes from, and the file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from familynet.registry.import_kinds import KINDS
from kit.imports.files import kind_of
from kit.imports.tables import MOST_BYTES, FileRefused
from kit.models import ImportJob
from kit.models.imports import BUSY

MOST_WAITING = 5


class ImportForm(forms.Form):
    """Looks at size and kind of the file only; reading it is the worker's job."""

    kind = forms.ChoiceField(
        label=_("Was enthält die Tabelle?"),
        choices=[(name, kind.label) for name, kind in KINDS.items()],
        widget=forms.RadioSelect,
        initial="organizations",
    )
    source = forms.CharField(
        label=_("Herkunft"),
        max_length=60,
        help_text=_(
            "Kurzer Name des Systems oder der Liste, zum Beispiel „Vereinsliste Gera“. Bitte jedes Mal denselben: "
            "Herkunft und Kennung zusammen sagen, welcher Eintrag gemeint ist."
        ),
    )
    file = forms.FileField(
        label=_("Datei"),
        help_text=_(
            "CSV oder Excel (.xlsx), höchstens 10 MB und 20 000 Zeilen. Vereinbarungen: ein ZIP mit der Tabelle und "
            "den Scans, höchstens 50 MB und 300 Zeilen."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.zip,text/csv"}),
        allow_empty_file=True,
        max_length=255,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_source(self) -> str:
        return " ".join(self.cleaned_data["source"].split())

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        kind = KINDS.get(self.cleaned_data.get("kind", ""))
        most = kind.most_bytes if kind else MOST_BYTES
        try:
            self.content = file.read(most + 1)
            kind_of(self.content, file.name or "", most_bytes=most)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if ImportJob.objects.filter(uploaded_by=self.user, state__in=BUSY).count() >= MOST_WAITING:
            raise forms.ValidationError(_("Es warten schon mehrere Ihrer Dateien. Bitte etwas Geduld."))
        return data
