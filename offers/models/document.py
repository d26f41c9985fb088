"""The search document: one narrow row per published offer, written by database triggers only."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from offers.models.offer import Offer
from offers.querysets import DocumentQuerySet


class OfferDocument(models.Model):
    """What the public search reads (performance 3.8). Never write it from Python.

    ``facets`` holds ``group * 1_000_000 + value`` for every filter value (see ``offers.facets``), so one unnest counts
    all of them. ``tsv`` holds the words as they are written, weighted by where they stand (A title, B summary, topics
    and groups, C who and where, D text); what a typed word means is found out by ``offers.search``. ``next_start`` is
    the next session that is not cancelled; empty for standing offers. Triggers on the
    source tables refresh it in the same transaction (migration ``offers.0002``).
    """

    offer = models.OneToOneField(
        Offer, verbose_name=_("Angebot"), primary_key=True, on_delete=models.CASCADE, related_name="document"
    )
    title = models.CharField(max_length=160)
    title_key = models.TextField()
    next_start = models.DateTimeField(null=True)
    last_end = models.DateTimeField(null=True)
    is_standing = models.BooleanField()
    publish_from = models.DateField(null=True)
    publish_until = models.DateField(null=True)
    assured_on = models.DateField(null=True)
    minimum_age_months = models.SmallIntegerField(null=True)
    maximum_age_months = models.SmallIntegerField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    facets = ArrayField(models.IntegerField())
    tsv = SearchVectorField()
    modified_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Suchdokument")
        verbose_name_plural = _("Suchdokumente")
        indexes = [
            GinIndex(fields=["tsv"], name="document_tsv", fastupdate=False),
            GinIndex(fields=["facets"], name="document_facets", fastupdate=False),
            models.Index(fields=["next_start", "offer"], name="document_by_date"),
            models.Index(fields=["title_key", "offer"], name="document_by_title"),
        ]

    def __str__(self) -> str:
        return self.title
