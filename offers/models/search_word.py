"""Everyday words and words of other languages, kept by staff: what people type, and how offers say it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.model_fields import sort_key
from kit.models import Record


class SearchWord(Record):
    """One word or short phrase families type, and the German words or topics it leads to.

    A row without any meaning is refused by the form of the staff pages; a constraint cannot see the topics and target
    groups, which stand in tables of their own. Such a row would be harmless: the word then only means itself.
    """

    typed = models.CharField(
        _("Was Familien schreiben"),
        max_length=80,
        help_text=_("Ein Wort oder eine kurze Wendung, in jeder Sprache. Zum Beispiel: Pampers · Krippe · swimming."),
    )
    typed_key = sort_key("typed")
    means = models.CharField(
        _("Was in Angeboten steht"),
        max_length=300,
        blank=True,
        help_text=(
            _(
                "Deutsche Wörter oder Wendungen, durch Komma getrennt; jedes ist für sich ein Treffer. "
                "Zum Beispiel bei Pampers: Windeln, Wickeln, Babyausstattung."
            )
        ),
    )
    topics = models.ManyToManyField(
        "partners.Topic",
        verbose_name=_("Themen"),
        blank=True,
        related_name="+",
        help_text=_("Angebote dieser Themen sind ebenfalls Treffer."),
    )
    target_groups = models.ManyToManyField(
        "offers.TargetGroup",
        verbose_name=_("Zielgruppen"),
        blank=True,
        related_name="+",
        help_text=_("Angebote für diese Zielgruppen sind ebenfalls Treffer."),
    )
    language = models.ForeignKey(
        "partners.Language",
        verbose_name=_("Sprache"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("In welcher Sprache das Wort geschrieben ist. Leer = Deutsch."),
    )
    is_active = models.BooleanField(
        _("In Gebrauch"), default=True, help_text=_("Ohne Haken gilt das Wort nicht mehr; es bleibt hier stehen.")
    )

    class Meta:
        verbose_name = _("Suchwort")
        verbose_name_plural = _("Suchwörter")
        ordering = ["typed_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["typed_key"],
                name="search_word_once",
                violation_error_message=_("Dieses Wort steht schon in der Liste. Ergänzen Sie dort die Bedeutung."),
            ),
            models.CheckConstraint(
                condition=Q(typed__regex=r"\S"),
                name="search_word_not_blank",
                violation_error_message=_("Schreiben Sie das Wort, das Familien verwenden."),
            ),
        ]

    def __str__(self) -> str:
        return self.typed

    @property
    def meanings(self) -> tuple[str, ...]:
        """The German words and phrases of ``means``, each once, in order."""
        return tuple(dict.fromkeys(part for each in self.means.split(",") if (part := " ".join(each.split()))))
