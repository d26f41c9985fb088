"""The agreement itself: what it is called, where it stands, who looks after it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgreementKind, AgreementState
from agreements.models.template import AgreementTemplate
from agreements.querysets import AgreementQuerySet
from kit.history import tracked
from kit.model_fields import sort_key
from kit.models import Record, StepRow, state_after, state_before
from partners.enums import CooperationModel
from partners.models import ActionField, Organization, PlanningArea, Topic


@tracked("reference", "title", "kind", "center", "state", "replaces", "is_public", "next_review_on", "reply_by")
class Agreement(Record):
    """Kooperationsvereinbarung. ``state`` changes through ``agreements.actions`` only; the table is domain 3.7.2.

    The text, the parties and the term belong to its versions, because an amendment may change them all and a locked
    version must keep what was signed. Topics, areas and fields of action sort the agreement into the planning and are
    no contract text, so they stay editable. ``center`` is the organisation that looks after it.
    """

    reference = models.CharField(_("Aktenzeichen"), max_length=40, unique=True)
    title = models.CharField(_("Titel"), max_length=200)
    title_key = sort_key("title")
    kind = models.CharField(_("Art"), max_length=20, choices=AgreementKind)
    template = models.ForeignKey(
        AgreementTemplate,
        verbose_name=_("Muster"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreements",
    )
    center = models.ForeignKey(
        Organization, verbose_name=_("federführend"), on_delete=models.PROTECT, related_name="agreements_as_center"
    )
    cooperation_model = models.CharField(_("Kooperationsmodell"), max_length=16, choices=CooperationModel, blank=True)
    purpose = models.CharField(_("Zweck"), max_length=300, blank=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("Themen"), blank=True, related_name="agreements")
    areas = models.ManyToManyField(PlanningArea, verbose_name=_("Planungsräume"), blank=True, related_name="agreements")
    action_fields = models.ManyToManyField(
        ActionField, verbose_name=_("Handlungsfelder"), blank=True, related_name="agreements"
    )
    state = models.CharField(
        _("Status"), max_length=20, choices=AgreementState, default=AgreementState.DRAFT, editable=False
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("zuständig"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreements_responsible",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Vertretung"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreements_deputy",
    )
    replaces = models.ForeignKey(
        "self", verbose_name=_("löst ab"), null=True, blank=True, on_delete=models.PROTECT, related_name="successors"
    )
    framework = models.ForeignKey(
        "self",
        verbose_name=_("gehört zum Rahmen"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="individual_agreements",
    )
    reply_by = models.DateField(_("Rückmeldung bis"), null=True, blank=True)
    next_review_on = models.DateField(_("Nächste Auswertung"), null=True, blank=True)
    is_public = models.BooleanField(_("Zusammenfassung veröffentlichen"), default=False)
    public_summary = models.TextField(_("Zusammenfassung für alle"), blank=True)
    was_recorded = models.BooleanField(_("Bestand von außerhalb"), default=False, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("Vereinbarung")
        verbose_name_plural = _("Vereinbarungen")
        ordering = ["-created_at", "pk"]
        indexes = [
            models.Index(fields=["center", "state"], name="agreement_by_center"),
            models.Index(fields=["title_key", "id"], name="agreement_by_title"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_public=False) | ~Q(public_summary=""),
                name="agreement_public_needs_summary",
                violation_error_message=_("Bitte schreiben Sie eine Zusammenfassung, die alle lesen dürfen."),
            ),
            models.CheckConstraint(
                condition=~Q(replaces=F("id")) & ~Q(framework=F("id")),
                name="agreement_not_its_own_successor",
                violation_error_message=_("Eine Vereinbarung kann sich nicht selbst ablösen oder umfassen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def taking_part(self) -> frozenset[int]:
        """Organisations that take part in any version, with the facilities they take part for, and who joined."""
        parties = self.versions.values_list("parties__organization", "parties__facility")
        joined = self.accessions.values_list("organization", flat=True)
        return frozenset(one for pair in parties for one in pair if one) | frozenset(joined)


class AgreementStep(StepRow):
    """One change of state: who, when, from, to, why, of which version (I-28). ``by`` is empty for the system."""

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("Vereinbarung"), on_delete=models.CASCADE, related_name="steps"
    )
    version = models.ForeignKey(
        "agreements.AgreementVersion",
        verbose_name=_("Fassung"),
        null=True,
        on_delete=models.CASCADE,
        related_name="steps",
    )
    before = state_before(AgreementState, max_length=20)
    after = state_after(AgreementState, max_length=20)


class AgreementNote(models.Model):
    """Internal note of the centre; partners never see it. No personal data of families, as the page says."""

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("Vereinbarung"), on_delete=models.CASCADE, related_name="notes"
    )
    text = models.TextField(_("Notiz"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="von", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Interne Notiz")
        verbose_name_plural = _("Interne Notizen")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]
