"""List filters that cost nothing to show."""

from datetime import timedelta
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ByPeriod(SimpleListFilter):
    """When something takes place; without a choice only what is still to come, because nobody looks for the past first.

    ``field`` is an indexed moment; set it in a subclass or make one with ``by_period``.
    """

    title = _("Zeitraum")
    parameter_name = "zeit"
    field = "starts_at"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("heute", _("heute")), ("woche", _("nächste 7 Tage")), ("vorbei", _("vorbei")), ("alle", _("alle"))]

    def choices(self, changelist: ChangeList) -> Any:
        entries = list(super().choices(changelist))
        entries[0]["display"] = _("ab heute")
        return entries

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        match self.value():
            case "heute":
                return queryset.filter(**{f"{self.field}__gte": today, f"{self.field}__lt": today + timedelta(days=1)})
            case "woche":
                return queryset.filter(**{f"{self.field}__gte": today, f"{self.field}__lt": today + timedelta(days=7)})
            case "vorbei":
                return queryset.filter(**{f"{self.field}__lt": today}).order_by(f"-{self.field}", "-pk")
            case "alle":
                return queryset
        return queryset.filter(**{f"{self.field}__gte": today})
