"""Simple public pages staff write themselves: imprint, privacy, accessibility, joining in."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit.models import Record
from texts.enums import RIGHT_TO_LEFT, TextLanguage

FIXED_ADDRESSES = {
    "impressum": "texts:imprint",
    "datenschutz": "texts:privacy",
    "barrierefreiheit": "texts:accessibility",
    "leichte-sprache": "texts:easy_language",
    "mitmachen": "texts:join",
    "so-sortieren-wir": "texts:ranking",
}
"""Pages that law and menus expect at a certain address; every other page stands at ``/seiten/<slug>/``."""


class TextPage(Record):
    """One page of Markdown source. No personal data: people are named by function (domain 8.1, R-1)."""

    slug = models.SlugField(_("Kurzname in der Adresse"), max_length=80, unique=True)
    title = models.CharField(_("Überschrift"), max_length=120)
    body = models.TextField(
        _("Text"),
        help_text=(
            _(
                "Leerzeile = neuer Absatz · „## Überschrift“ · „- Punkt“ · „**wichtig**“ · „[Wort](https://…)“. "
                "Nach dem Speichern zeigt „Auf der Website ansehen“ die Seite."
            )
        ),
    )
    language = models.CharField(_("Sprache"), max_length=12, choices=TextLanguage, default=TextLanguage.GERMAN)
    is_sample = models.BooleanField(
        _("Mustertext"),
        default=False,
        help_text=_("Solange angekreuzt, steht auf der Seite, dass der Text noch angepasst und geprüft werden muss."),
    )
    show_in_footer = models.BooleanField(
        _("unten auf Textseiten nennen"),
        default=False,
        help_text=_("Die Seite steht dann in der Liste „Weitere Seiten“ am Ende jeder Textseite."),
    )
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    class Meta:
        verbose_name = _("Textseite")
        verbose_name_plural = _("Textseiten")
        ordering = ["order", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(language__in=TextLanguage.values),
                name="textpage_language_known",
                violation_error_message=_("Diese Sprache ist nicht vorgesehen."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        name = FIXED_ADDRESSES.get(self.slug)
        return reverse(name) if name else reverse("texts:page", args=[self.slug])

    @property
    def direction(self) -> str:
        """``rtl`` for languages written from right to left."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"
