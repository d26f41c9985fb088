"""The agreement itself: what it is called, where it stands, who looks after it."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from agreements import permissions
from agreements.enums import AgreementKind, AgreementState
from agreements.models.life import Suspension, Termination
from agreements.models.negotiation import AgreementInvitation
from agreements.models.signing import Accession
from agreements.models.template import AgreementTemplate
from agreements.models.version import AgreementParty, AgreementVersion
from agreements.workflow import ALIVE, BEFORE_SIGNED, OVER
from kit.history import tracked
from kit.model_fields import sort_key
from kit.models import Record, StepRow, state_after, state_before
from partners.enums import CooperationModel
from partners.models import ActionField, Organization, PlanningArea, Topic
from partners.rights.held import Person, roles_of

LOCKED_STATES = (AgreementState.FINAL_TEXT, AgreementState.PARTIALLY_SIGNED, *ALIVE)


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def in_force(self, day: date | None = None) -> Self:
        """In force on ``day`` (I-14): governing version within its term, no end before ``day``, not superseded.

        A successor takes over on the day it becomes binding, whatever becomes of it later. What the state column says
        does not matter; the daily job makes it follow.
        """
        day = day or timezone.localdate()
        governing = AgreementVersion.objects.governing_on(day).within_term(day).filter(agreement=OuterRef("pk"))
        ended = Termination.objects.filter(agreement=OuterRef("pk"), withdrawn_at=None, effective_on__lt=day)
        successor = AgreementVersion.objects.binding_on(day).filter(agreement__replaces=OuterRef("pk"))
        return self.filter(Exists(governing), ~Exists(ended), ~Exists(successor))

    def with_in_force(self, day: date | None = None) -> Self:
        """Every row with ``is_in_force``, which says whether ``in_force(day)`` would hold it."""
        held = self.model.objects.in_force(day).filter(pk=OuterRef("pk"))
        return self.annotate(is_in_force=Exists(held))

    def suspended_on(self, day: date | None = None) -> Self:
        """Suspended on ``day``; still in force."""
        day = day or timezone.localdate()
        rows = Suspension.objects.filter(agreement=OuterRef("pk"), starts_on__lte=day)
        return self.filter(Exists(rows.filter(Q(ends_on=None) | Q(ends_on__gte=day))))

    def alive(self) -> Self:
        """Signed and not over, by state."""
        return self.filter(state__in=ALIVE)

    def negotiated(self) -> Self:
        """Not signed by all yet, by state."""
        return self.filter(state__in=BEFORE_SIGNED)

    def over(self) -> Self:
        return self.filter(state__in=OVER)

    def editable_by(self, user: Person) -> Self:
        """Twin of ``permissions.can_edit_agreement``."""
        if Role.ADMINISTRATION in roles_of(user):
            return self
        return self.filter(center__in=permissions.center_ids(user))

    def visible_to(self, user: Person) -> Self:
        """What this person may read; the rest does not exist for him. Table in ``permissions``."""
        if permissions.reads_all_agreements(user):
            return self
        seen = Q(center__in=permissions.center_ids(user))
        speaks = permissions.party_ids(user)
        if speaks:
            seen |= Q(Exists(self._as_party(speaks)))
        audited = permissions.audited_ids(user)
        if audited:
            seen |= Q(
                Q(center__in=audited) | Exists(self._locked_party(audited)),
                state__in=[*LOCKED_STATES, *OVER],
                pk__in=AgreementVersion.objects.filter(locked_at__isnull=False).values("agreement"),
            )
        return self.filter(seen)

    def of_party(self, organizations: Any) -> Self:
        """With one of these as a party of some version, as its facility, or by accession."""
        return self.filter(Q(Exists(self._any_party(organizations))) | Q(Exists(self._joined(organizations))))

    def by_title(self) -> Self:
        return self.order_by("title_key", "pk")

    def _as_party(self, organizations: Any) -> Any:
        """Invitations that count, or a locked text with them as a party; one subquery over three."""
        mine = self.model.objects.filter(pk=OuterRef("pk"))
        invited = AgreementInvitation.objects.filter(
            agreement=OuterRef("pk"), organization__in=organizations, revoked_at=None
        )
        return mine.filter(
            Q(Exists(invited)) | Q(Exists(self._locked_party(organizations))) | Q(Exists(self._joined(organizations)))
        )

    def _any_party(self, organizations: Any) -> Any:
        return AgreementParty.objects.filter(
            Q(organization__in=organizations) | Q(facility__in=organizations), version__agreement=OuterRef("pk")
        )

    def _locked_party(self, organizations: Any) -> Any:
        return self._any_party(organizations).filter(version__locked_at__isnull=False)

    def _joined(self, organizations: Any) -> Any:
        return Accession.objects.filter(agreement=OuterRef("pk"), organization__in=organizations)

    def with_governing(self, day: date | None = None) -> Self:
        """With ``governing_id`` (the version that counts on ``day``) and its dates, in the same statement."""
        day = day or timezone.localdate()
        version = AgreementVersion.objects.governing_on(day).filter(agreement=OuterRef("pk"))
        return self.annotate(
            governing_id=Subquery(version.values("pk")[:1]),
            governing_from=Subquery(version.values("effective_from")[:1]),
            governing_to=Subquery(version.values("ends_on")[:1]),
        )


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
        settings.AUTH_USER_MODEL, verbose_name=_("von"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Interne Notiz")
        verbose_name_plural = _("Interne Notizen")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]
