"""Input for what stands in the version itself: term, cooperation, child protection, data protection; and the head."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agreements.calendar import Term, notice_deadline, period_on, term_problems
from agreements.enums import Block, NoticeTo, TermKind
from agreements.forms.days import check_years
from agreements.forms.rows import day_input, in_words
from agreements.models import Agreement, AgreementVersion
from kit.view_models import Words
from partners.models import ActionField, PlanningArea, Topic

LIMITED = (TermKind.FIXED, TermKind.PROJECT)


class PartForm(forms.ModelForm):
    """Some columns of a version, with the edition that was read."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    title: Words = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("edition", self.instance.edition)
        check_years(self)

    def values(self) -> dict[str, Any]:
        """Columns to write."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def texts_of_fields(self, row: Any) -> list[tuple[str, str]]:
        """The values of a version in words, by label."""
        return [(str(self.fields[name].label), in_words(row, name)) for name in self._meta.fields or ()]


class TermForm(PartForm):
    """From when to when, and how it can be ended. The rules are those of ``agreements.calendar``."""

    title = _("Laufzeit und Kündigung")

    class Meta:
        model = AgreementVersion
        fields = [
            "effective_from",
            "term_kind",
            "ends_on",
            "renewal_months",
            "notice_months",
            "notice_to",
            "form_required",
            "courses_after_end",
            "open_to_accession",
        ]
        widgets = {"effective_from": day_input(), "ends_on": day_input()}
        help_texts = {
            "ends_on": _("Letzter Tag. Bei unbefristeten Vereinbarungen leer."),
            "renewal_months": _("Nur wenn sie sich von selbst verlängert."),
            "notice_to": _("Bei befristeten Vereinbarungen üblich: Ende der Laufzeit."),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("term_kind") == TermKind.OPEN_ENDED and data.get("ends_on"):
            self.add_error("ends_on", _t("Unbefristet heißt ohne Ende. Bitte leer lassen oder „Befristet“ wählen."))
        if data.get("term_kind") != TermKind.RENEWING:
            data["renewal_months"] = None
            self.errors.pop("renewal_months", None)
        start, end = data.get("effective_from"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _t("Das Ende liegt vor dem Beginn."))
        if data.get("term_kind") == TermKind.OPEN_ENDED and data.get("notice_to") == NoticeTo.TERM:
            self.add_error("notice_to", _t("Ohne Ende gibt es kein Ende der Laufzeit, zu dem gekündigt werden kann."))
        return data


class ReviewForm(PartForm):
    """How often the partners meet and look back."""

    title = _("Auswertung und Zusammenarbeit")

    class Meta:
        model = AgreementVersion
        fields = ["review_months", "meetings_per_year"]


class ProtectionForm(PartForm):
    """Child protection (domain 5.2 § 11)."""

    title = _("Kinderschutz")

    class Meta:
        model = AgreementVersion
        fields = ["has_protection_concept", "insofa_contact", "certificate_required_for"]
        widgets = {
            "has_protection_concept": forms.NullBooleanSelect,
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["has_protection_concept"].widget.choices = [  # type: ignore[attr-defined]
            ("unknown", _("nicht gesagt")),
            ("true", _("ja, es liegt vor")),
            ("false", _("nein, noch nicht")),
        ]


class DataForm(PartForm):
    """Data protection (domain 5.2 § 12)."""

    title = _("Datenschutz")

    class Meta:
        model = AgreementVersion
        fields = ["dp_role", "dp_agreement"]

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Agreement.objects.visible_to(user).exclude(pk=self.instance.agreement_id)
        linked = Agreement.objects.filter(pk=self.instance.dp_agreement_id)
        kinds = ["joint_controllers", "processing"]
        self.fields["dp_agreement"].queryset = (  # type: ignore[attr-defined]
            Agreement.objects.filter(pk__in=rows.filter(kind__in=kinds).values("pk")) | linked
        ).order_by("title_key", "pk")


class HeadForm(forms.ModelForm):
    """What sorts the agreement in and stands in its head; ``moment`` says which state was read."""

    moment = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    class Meta:
        model = Agreement
        fields = ["title", "purpose", "cooperation_model", "topics", "areas", "action_fields", "responsible", "deputy"]
        help_texts = {"purpose": _("Ein Satz: Wozu arbeiten Sie zusammen?")}
        widgets = {name: forms.CheckboxSelectMultiple for name in ("topics", "action_fields")}

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["moment"] = self.instance.updated_at.isoformat()
        for name in ("responsible", "deputy"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        self.fields["topics"].queryset = Topic.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["areas"].queryset = PlanningArea.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["action_fields"].queryset = ActionField.objects.order_by("name")  # type: ignore[attr-defined]


PARTS: dict[str, tuple[Block, type[PartForm]]] = {
    "laufzeit": (Block.TERM, TermForm),
    "zusammenarbeit": (Block.REVIEW, ReviewForm),
    "kinderschutz": (Block.PROTECTION, ProtectionForm),
    "datenschutz": (Block.DATA, DataForm),
}
WORD_OF_BLOCK = {str(block): word for word, (block, _form) in PARTS.items()}


def term_hints(term: Term | None, today: date) -> list[str]:
    """What the term means in days, and what is usual; nothing while it is unfinished."""
    if term is None:
        return []
    day = max(today, term.effective_from)
    found = []
    last = period_on(term, day)[1]
    if term_problems(term):
        return []
    if last is not None:
        word = _t("Erstes Ende: %s") if term.kind == TermKind.RENEWING else _t("Letzter Tag: %s")
        found.append(word % f"{last:%d.%m.%Y}")
    notice = notice_deadline(term, day)
    if notice is not None:
        found.append(
            _t("Wer zum %(end)s kündigen will, muss das bis zum %(day)s tun.")
            % {"end": f"{notice[1]:%d.%m.%Y}", "day": f"{notice[0]:%d.%m.%Y}"}
        )
    if term.kind in LIMITED and term.notice_to != NoticeTo.TERM:
        found.append(_t("Befristet ist meist „kündbar zum Ende der Laufzeit“ gemeint; vorher nur aus wichtigem Grund."))
    return found
