"""Requests from companies and groups that want to join in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Record
from partners.enums import JoinRequestState, Sector
from partners.models.organization import Organization


class JoinRequest(Record):
    """Mitmach-Anfrage; personal data, erased six months after it is closed (domain 7.3)."""

    retention_class = "join_request"

    addressed_to = models.ForeignKey(
        Organization, verbose_name=_("Gerichtet an"), on_delete=models.PROTECT, related_name="join_requests"
    )
    organization_name = models.CharField(_("Name der Organisation"), max_length=200)
    sector = models.CharField(_("Sektor"), max_length=20, choices=Sector, default=Sector.OTHER)
    contact_name = models.CharField(_("Ansprechperson"), max_length=120, blank=True)
    email_or_phone = models.CharField(_("E-Mail oder Telefon"), max_length=200)
    interest = models.TextField(_("Anliegen"))
    state = models.CharField(
        _("Status"), max_length=12, choices=JoinRequestState, default=JoinRequestState.OPEN, editable=False
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Zuständig"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    converted_to = models.ForeignKey(
        Organization,
        verbose_name=_("Übernommen als"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    closed_on = models.DateField(_("Abgeschlossen am"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Mitmach-Anfrage")
        verbose_name_plural = _("Mitmach-Anfragen")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[JoinRequestState.CLOSED, JoinRequestState.CONVERTED])
                | Q(closed_on__isnull=False),
                name="join_request_closed_has_date",
                violation_error_message=_("Eine abgeschlossene Anfrage hat ein Datum."),
            ),
            models.CheckConstraint(
                condition=~Q(state=JoinRequestState.CONVERTED) | Q(converted_to__isnull=False),
                name="join_request_converted_has_target",
                violation_error_message=_("Bitte geben Sie an, welche Organisation daraus wurde."),
            ),
        ]

    def __str__(self) -> str:
        return self.organization_name
