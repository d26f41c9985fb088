"""Who may do what for which organisation, dated; and the invitations that lead there."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from kit.history import tracked
from kit.model_fields import DateRange, paired_check, period_check, period_end, period_start
from kit.models import Record
from kit.secret_links import is_run_out
from partners.models.organization import Organization
from partners.querysets import InvitationQuerySet, MembershipQuerySet


@tracked("user", "organization", "role", "valid_from", "valid_to")
class Membership(Record):
    """A role of a person in an organisation, from when to when (architecture 7)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Person"), on_delete=models.PROTECT, related_name="memberships"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("Rolle"), max_length=20, choices=Role)
    valid_from = period_start()
    valid_to = period_end()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mitgliedschaft")
        verbose_name_plural = _("Mitgliedschaften")
        ordering = ["organization", "user", "pk"]
        constraints = [
            period_check("membership_dates_ordered"),
            models.CheckConstraint(
                condition=~Q(role=Role.AUDITOR) | Q(valid_to__isnull=False),
                name="membership_auditor_ends",
                violation_error_message=_("Ein Zugang zur Begutachtung braucht ein Ende."),
            ),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organization", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (DateRange(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Diese Rolle hat die Person in der Organisation in dieser Zeit schon."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"


class Invitation(Record):
    """A single-use link that lets one mail address join an organisation in one role.

    Only the hash of the token is kept (T25). Personal data, erased after the retention period.
    """

    retention_class = "invitation"

    email = models.EmailField(_("E-Mail-Adresse"))
    organization = models.ForeignKey(
        Organization, verbose_name=_("Organisation"), on_delete=models.PROTECT, related_name="invitations"
    )
    role = models.CharField(_("Rolle"), max_length=20, choices=Role)
    membership_valid_to = models.DateField(_("Rolle gilt bis"), null=True, blank=True)
    token_hash = models.CharField(_("Prüfwert"), max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("gültig bis"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("eingeladen von"), on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(_("angenommen am"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("angenommen von"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    revoked_at = models.DateTimeField(_("zurückgezogen am"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")
        ordering = ["-created_at", "pk"]
        constraints = [
            paired_check(
                "accepted_at", "accepted_by", "invitation_accepted_pair", _("Zeitpunkt und Person gehören zusammen.")
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="invitation_not_accepted_and_revoked",
                violation_error_message=_("Eine angenommene Einladung kann nicht zurückgezogen werden."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="invitation_expires_later",
                violation_error_message=_("Die Einladung muss in der Zukunft enden."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} – {self.organization}"

    @property
    def state(self) -> str:
        """``open``, ``accepted``, ``revoked`` or ``expired``."""
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "expired" if is_run_out(self.expires_at) else "open"
