"""Templates agreements are made from; versioned, shipped or of one organisation."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from agreements import permissions
from agreements.enums import AgreementKind, Block
from kit.models import Record
from partners.models import Organization
from partners.rights.held import Person, roles_of


class TemplateQuerySet(models.QuerySet["AgreementTemplate"]):
    def usable_by(self, user: Person) -> Self:
        """Published, not withdrawn, the newest of its family; shipped ones and those of one's own centres."""
        newer = self.model.objects.filter(
            family=OuterRef("family"), number__gt=OuterRef("number"), published_at__isnull=False
        )
        rows = self.filter(~Exists(newer), published_at__isnull=False, retired_at=None)
        return rows.visible_to(user)

    def visible_to(self, user: Person) -> Self:
        if permissions.reads_all_agreements(user):
            return self
        return self.filter(Q(organization=None) | Q(organization__in=permissions.center_ids(user)))

    def editable_by(self, user: Person) -> Self:
        """Twin of ``permissions.can_edit_template``."""
        if Role.ADMINISTRATION in roles_of(user):
            return self
        return self.filter(organization__in=permissions.center_ids(user))


class AgreementTemplate(Record):
    """Mustervereinbarung (domain 3.4, 5.5). A published version does not change: a new one takes its place.

    ``family`` joins the versions of one template. Without ``organization`` it is for everybody.
    """

    family = models.UUIDField(_("Reihe"), default=uuid.uuid4, editable=False)
    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Art"), max_length=20, choices=AgreementKind)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("gehört"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreement_templates",
        help_text=_("Leer: für alle."),
    )
    number = models.PositiveIntegerField(_("Fassung"), default=1, editable=False)
    based_on = models.ForeignKey(
        "self",
        verbose_name=_("entstanden aus"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    description = models.CharField(_("Wofür"), max_length=240, blank=True)
    valid_from = models.DateField(_("gilt ab"), null=True, blank=True)
    published_at = models.DateTimeField(_("veröffentlicht am"), null=True, blank=True, editable=False)
    retired_at = models.DateTimeField(_("zurückgezogen am"), null=True, blank=True, editable=False)
    edition = models.PositiveIntegerField(_("Änderungszähler"), default=1, editable=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mustervereinbarung")
        verbose_name_plural = _("Mustervereinbarungen")
        ordering = ["kind", "name", "-number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "number"],
                name="template_number_once",
                violation_error_message=_("Diese Fassung des Musters gibt es schon."),
            ),
            models.UniqueConstraint(
                fields=["family"],
                condition=Q(published_at=None),
                name="template_one_draft",
                violation_error_message=_("Es gibt schon einen Entwurf dieses Musters."),
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None) | Q(published_at__isnull=False, retired_at__gte=F("published_at")),
                name="template_retired_after_published",
                violation_error_message=_("Zurückziehen lässt sich nur ein veröffentlichtes Muster."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (Fassung {self.number})"


class ClauseTemplate(models.Model):
    """Musterklausel: heading, text in Markdown with ``{{variables}}``, and the structured block it shows."""

    template = models.ForeignKey(
        AgreementTemplate, verbose_name=_("Muster"), on_delete=models.CASCADE, related_name="clauses"
    )
    key = models.SlugField(_("Kürzel"), max_length=40)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"))
    heading = models.CharField(_("Überschrift"), max_length=160)
    text = models.TextField(_("Text"), blank=True)
    hint = models.TextField(
        _("Hinweis zum Ausfüllen"), blank=True, help_text=_("Steht in der Werkstatt, nie im Vertrag.")
    )
    is_mandatory = models.BooleanField(_("Pflicht"), default=False)
    block = models.CharField(_("Strukturierter Teil"), max_length=20, choices=Block, blank=True, default=Block.NONE)

    class Meta:
        verbose_name = _("Musterklausel")
        verbose_name_plural = _("Musterklauseln")
        ordering = ["template", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "key"],
                name="clausetemplate_key_once",
                violation_error_message=_("Dieses Kürzel gibt es in dem Muster schon."),
            ),
        ]

    def __str__(self) -> str:
        return self.heading
