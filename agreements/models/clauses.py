"""Clauses of a version: prose in Markdown, every edit kept."""

from django.conf import settings
from django.db import models

from agreements.enums import Block
from agreements.models import locking
from agreements.models.negotiation import AgreementInvitation
from agreements.models.version import AgreementVersion, PartOfVersion


class Clause(PartOfVersion):
    """One numbered clause. ``template_key`` names the clause of the template it came from; own clauses have none.

    ``is_removed`` takes it out of the text but not out of sight: it can be taken up again with all it ever said.
    """

    version = models.ForeignKey(
        AgreementVersion, verbose_name="Fassung", on_delete=models.CASCADE, related_name="clauses"
    )
    template_key = models.SlugField("Musterklausel", max_length=40, blank=True, editable=False)
    heading = models.CharField("Überschrift", max_length=160)
    text = models.TextField("Text", blank=True)
    hint = models.TextField("Hinweis zum Ausfüllen", blank=True, editable=False)
    is_mandatory = models.BooleanField("Pflicht", default=False, editable=False)
    block = models.CharField("Strukturierter Teil", max_length=20, choices=Block, blank=True, default=Block.NONE)

    is_removed = models.BooleanField("gestrichen", default=False, editable=False)

    class Meta:
        verbose_name = "Klausel"
        verbose_name_plural = "Klauseln"
        ordering = ["version", "position", "pk"]
        triggers = [locking.part_of_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"],
                name="clause_key_once",
                violation_error_message="Diese Klausel gibt es in der Fassung schon.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading


class ClauseEdit(models.Model):
    """What a clause said after one saved edit: nobody's words are lost. Written once, with the edit itself.

    ``invitation`` is set when a partner's proposal that came by link was accepted.
    """

    clause = models.ForeignKey(Clause, verbose_name="Klausel", on_delete=models.CASCADE, related_name="edits")
    edition = models.PositiveIntegerField("Stand")
    heading = models.CharField("Überschrift", max_length=160)
    text = models.TextField("Text", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="von", null=True, on_delete=models.PROTECT, related_name="+"
    )
    invitation = models.ForeignKey(
        AgreementInvitation,
        verbose_name="Einladung",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField("am", auto_now_add=True)

    class Meta:
        verbose_name = "Stand einer Klausel"
        verbose_name_plural = "Stände einer Klausel"
        ordering = ["clause", "-edition", "-pk"]
        constraints = [models.UniqueConstraint(fields=["clause", "edition"], name="clauseedit_once")]

    def __str__(self) -> str:
        return f"Stand {self.edition}"
