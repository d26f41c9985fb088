"""What changed in the search documents and in the lists behind the filters, for the index in each web process."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class What(models.TextChoices):
    """What has to be read anew."""

    DOCUMENT = "d", _("Ein Angebot")
    EVERYTHING = "a", _("Alle Angebote")
    CATALOG = "c", _("Themen, Orte, Suchwörter")


class DocumentChange(models.Model):
    """Written by database triggers in the transaction of the change; read by ``offers.search.columns`` only.

    ``changed_in`` is the number of the transaction, not of the row: what commits late appears late, and whoever asks
    for everything since the oldest transaction that was running has not missed it.
    """

    changed_in = models.BigIntegerField()
    changed_at = models.DateTimeField()
    what = models.CharField(max_length=1, choices=What)
    offer = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("Änderung an Suchdokumenten")
        verbose_name_plural = _("Änderungen an Suchdokumenten")
        indexes = [models.Index(fields=["changed_in"], name="document_change_in")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.offer or ''}".strip()
