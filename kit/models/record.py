"""The abstract base of everything people keep in the register."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    """Fields every register table has (domain 3.1).

    ``uuid`` is the identifier shown outside (exports, calendars) and never changes. ``created_by`` and ``updated_by``
    are empty for rows written by the system (import, demo, worker). ``is_demo`` marks demo rows, which one command
    removes again (domain 8.1, R-9).
    """

    uuid = models.UUIDField(_("Kennung"), default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("angelegt von"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    updated_at = models.DateTimeField(_("geändert am"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("geändert von"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_demo = models.BooleanField(_("Demodatensatz"), default=False, editable=False)

    class Meta:
        abstract = True
