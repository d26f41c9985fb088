"""Everyday words: what families type and what it means in offers."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kit.staff.forms import StaffForm
from offers.admin.lists import ListAdmin
from offers.models import SearchWord
from partners.models import Language

GERMAN = "de"


class ByLanguage(admin.SimpleListFilter):
    """German, or one of the other languages words are kept in; costs one query for the names."""

    title = _("Sprache")
    parameter_name = "sprache"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        used = Language.objects.filter(pk__in=SearchWord.objects.exclude(language=None).values("language"))
        others = used.exclude(code=GERMAN).values_list("code", "name")
        return [(GERMAN, _("Deutsch")), *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case None:
                return queryset
            case "de":  # an empty language means the same
                return queryset.filter(Q(language=None) | Q(language__code=GERMAN))
            case code:
                return queryset.filter(language__code=code)


class SearchWordForm(StaffForm):
    """A word that leads somewhere."""

    def clean_typed(self) -> str:
        return " ".join(self.cleaned_data["typed"].split())

    def clean_means(self) -> str:
        """The words and phrases, each once, with one way of separating them."""
        parts = (" ".join(part.split()) for part in self.cleaned_data["means"].replace(";", ",").split(","))
        return ", ".join(dict.fromkeys(part for part in parts if part))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not any(data.get(name) for name in ("means", "topics", "target_groups")):
            text = _("Sagen Sie, wohin das Wort führt: mit deutschen Wörtern, einem Thema oder einer Zielgruppe.")
            self.add_error("means", text)
        return data


@admin.register(SearchWord)
class SearchWordAdmin(ListAdmin):
    form = SearchWordForm
    list_display = ["typed", "means", "language_shown", "is_active"]
    list_select_related = ["language"]
    list_filter = [ByLanguage, "is_active"]
    search_fields = ["typed_key", "means"]
    search_help_text = _("Ein Teil des Wortes oder seiner Bedeutung, zum Beispiel: pampers, Windeln, вагіт")
    ordering = ["typed_key", "pk"]
    fields = ["typed", "means", "topics", "target_groups", "language", "is_active"]

    @admin.display(description=_("Sprache"), ordering="language__name")
    def language_shown(self, word: SearchWord) -> str:
        return word.language.name if word.language else str(_("Deutsch"))
