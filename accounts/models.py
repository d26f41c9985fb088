"""People who sign in. What they may do hangs on memberships, which live one floor up (``partners``)."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.querysets import UserManager


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account: staff, partners, instructors, committee members; never a family.

    Personal data, retention class ``account`` (domain 7.3: locked after 6 months without sign-in, erased after 12).
    An erased account keeps its row and its ``uuid`` as a pseudonym for logs and history, nothing else.
    ``is_staff`` is Django's; who may open the staff area says ``partners.rights.held.may_use_admin``.
    """

    retention_class = "account"

    uuid = models.UUIDField(_("Kennung"), default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("E-Mail-Adresse"), unique=True)
    display_name = models.CharField(
        _("Anzeigename"),
        max_length=120,
        blank=True,
        help_text=_("So erscheinen Sie für Kolleginnen und Kollegen, zum Beispiel „Koordination Elsterbogen“."),
    )
    is_active = models.BooleanField(
        _("aktiv"), default=True, help_text=_("Gesperrte Personen können sich nicht anmelden.")
    )
    is_staff = models.BooleanField(_("Zugang zur Verwaltung"), default=False)
    is_demo = models.BooleanField(_("Demokonto"), default=False, editable=False)
    date_joined = models.DateTimeField(_("angelegt am"), default=timezone.now, editable=False)
    unlocked_at = models.DateTimeField(_("zuletzt freigegeben am"), null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("gelöscht am"), null=True, blank=True, editable=False)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="user_email_lower_case",
                violation_error_message=_("Bitte schreiben Sie die E-Mail-Adresse in Kleinbuchstaben."),
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(is_active=False, display_name=""),
                name="user_erased_is_inactive",
                violation_error_message=_("Ein gelöschtes Konto kann nicht aktiv sein."),
            ),
        ]

    def clean(self) -> None:
        self.email = self.email.lower()

    def __str__(self) -> str:
        return self.display_name or (gettext("Gelöschtes Konto") if self.erased_at else self.email)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)
