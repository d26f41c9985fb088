"""The address of a person's calendar of agreements."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarLink(models.Model):
    """Which of a person's calendar addresses is the valid one; raising ``number`` makes all earlier ones useless.

    The address itself is signed and not stored. A person without a row uses number 1.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Person"),
        on_delete=models.PROTECT,
        related_name="agreement_calendar_link",
    )
    number = models.PositiveIntegerField(_("Nummer"), default=1)
    changed_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        verbose_name = _("Kalenderadresse")
        verbose_name_plural = _("Kalenderadressen")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Kalenderadresse {self.number}"
