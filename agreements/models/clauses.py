"""Clauses of a version: prose in Markdown, every edit kept."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.enums import Block
from agreements.models import locking
from agreements.models.negotiation import AgreementInvitation
from agreements.models.version import AgreementVersion, PartOfVersion


class Clause(PartOfVersion):
    """One numbered clause. ``template_key`` names the clause of the template it came from; own clauses have none.

    ``is_removed`` takes it out of the text but not out of sight: it can be taken up again with all it ever said.
    """

    version = models.ForeignKey(
        AgreementVersion, verbose_name=_("Fassung"), on_delete=models.CASCADE, related_name="clauses"
    )
    template_key = models.SlugField(_("Musterklausel"), max_length=40, blank=True, editable=False)
    heading = models.CharField(_("Überschrift"), max_length=160)
    text = models.TextField(_("Text"), blank=True)
    hint = models.TextField(_("Hinweis zum Ausfüllen"), blank=True, editable=False)
    is_mandatory = models.BooleanField(_("Pflicht"), default=False, editable=False)
    block = models.CharField(_("Strukturierter Teil"), max_length=20, choices=Block, blank=True, default=Block.NONE)

    is_removed = models.BooleanField(_("gestrichen"), default=False, editable=False)

    class Meta:
        verbose_name = _("Klausel")
        verbose_name_plural = _("Klauseln")
        ordering = ["version", "position", "pk"]
        triggers = [locking.part_of_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"],
                name="clause_key_once",
                violation_error_message=_("Diese Klausel gibt es in der Fassung schon."),
            ),
        ]

    def __str__(self) -> str:
        return self.heading


class ClauseEdit(models.Model):
    """What a clause said after one saved edit: nobody's words are lost. Written once, with the edit itself.

    ``invitation`` is set when a partner's proposal that came by link was accepted.
    """

    clause = models.ForeignKey(Clause, verbose_name=_("Klausel"), on_delete=models.CASCADE, related_name="edits")
    edition = models.PositiveIntegerField(_("Stand"))
    heading = models.CharField(_("Überschrift"), max_length=160)
    text = models.TextField(_("Text"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("von"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    invitation = models.ForeignKey(
        AgreementInvitation,
        verbose_name=_("Einladung"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Stand einer Klausel")
        verbose_name_plural = _("Stände einer Klausel")
        ordering = ["clause", "-edition", "-pk"]
        constraints = [models.UniqueConstraint(fields=["clause", "edition"], name="clauseedit_once")]

    def __str__(self) -> str:
        return f"Stand {self.edition}"
