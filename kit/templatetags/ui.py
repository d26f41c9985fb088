"""Template tags of the design system (``docs/components.md`` shows each; the gallery shows them drawn).

A built-in library: templates need no ``{% load %}``. Tags only arrange; every rule lives elsewhere in the kit.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString

from kit import formatting, icons, word_diff
from kit import markdown as safe_text
from kit.pagination import PARAMETER, page_links
from kit.view_models import Chip, Tab, TimelineEntry, WeekDay

register = template.Library()

TONE_ICONS = {
    "success": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-x",
    "info": "info",
    "accent": "flame",
    "primary": "circle-dot",
    "muted": "circle-dashed",
}

# --- words ---------------------------------------------------------------------------------------------------------
register.filter("day_words", formatting.day_words)
register.filter("time_range", formatting.time_range)
register.filter("age_words", formatting.age_words)
register.filter("euro", formatting.euro_words)
register.filter("freshness", formatting.freshness_words)


@register.simple_tag
def icon(name: str) -> SafeString:
    """``{% icon "clock" %}``: a Lucide drawing, hidden from screen readers; put a word beside it."""
    return icons.icon_svg(name)


@register.simple_tag
def markdown(text: str | None, heading: int = 3, anchors: bool = False) -> SafeString:
    """``{% markdown page.body heading=2 %}``: Markdown source as safe HTML; ``heading`` is its topmost level."""
    return safe_text.to_html(text, heading=heading, anchors=anchors)


@register.simple_tag
def json_ld(data: Any) -> SafeString:
    """``{% json_ld event %}``: schema.org data for machines."""
    return safe_text.json_ld(data)


@register.simple_tag
def static_if_there(path: str) -> str:
    """Like ``{% static %}``, but empty instead of an exception: an error page must not fail over its own stylesheet."""
    try:
        return static(path)
    except ValueError:
        return ""


# --- parts with a body ---------------------------------------------------------------------------------------------
@register.simple_block_tag
def card(content: SafeString, title: str = "", href: str = "", level: int = 3, icon: str = "") -> SafeString:
    """``{% card title="Krabbelgruppe" href=offer.url %}...{% endcard %}``: with ``href`` the whole card is the link."""
    return render_to_string(
        "components/card.html", {"content": content, "title": title, "href": href, "level": level, "icon": icon}
    )


@register.simple_block_tag
def alert(content: SafeString, tone: str = "info", title: str = "", live: bool = False) -> SafeString:
    """``{% alert "warning" title="Nur noch wenige Plätze" %}...{% endalert %}``; ``live`` has it read out at once."""
    return render_to_string(
        "components/alert.html",
        {"content": content, "tone": tone, "title": title, "live": live, "icon": TONE_ICONS.get(tone, "info")},
    )


@register.simple_block_tag
def empty_state(content: SafeString, title: str = "", icon: str = "search-x") -> SafeString:
    """``{% empty_state "Keine Angebote gefunden" %}what to do next{% endempty_state %}``."""
    return render_to_string("components/empty_state.html", {"content": content, "title": title, "icon": icon})


@register.simple_block_tag
def fact(content: SafeString, label: str, icon: str = "") -> SafeString:
    """One line inside ``<dl class="facts">``: ``{% fact "Wann" icon="clock" %}...{% endfact %}``."""
    return render_to_string("components/fact.html", {"content": content, "label": label, "icon": icon})


@register.simple_block_tag
def filter_drawer(content: SafeString, title: str = "Filter", count: int = 0) -> SafeString:
    """Filters: behind a button on phones, always open on a desk. ``count`` = how many are active."""
    return render_to_string("components/filter_drawer.html", {"content": content, "title": title, "count": count})


@register.simple_block_tag
def data_table(content: SafeString, caption: str, hide_caption: bool = False, cards: bool = True) -> SafeString:
    """A table: ``{% data_table "Partner" %}<thead>...<tbody>...{% enddata_table %}``.

    On phones each row becomes a card; give each ``<td>`` its column's name as ``data-label``.
    """
    return render_to_string(
        "components/table.html",
        {"content": content, "caption": caption, "hide_caption": hide_caption, "cards": cards},
    )


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context, content: SafeString, action: str, label: str, question: str = "", tone: str = "danger"
) -> SafeString:
    """A destructive step that asks once: a button that unfolds what will happen and the real (POST) button.

    The body says what will happen. Works without JavaScript.
    """
    return render_to_string(
        "components/confirm.html",
        {"content": content, "action": action, "label": label, "question": question or label, "tone": tone},
        request=context["request"],
    )


# --- parts from values ---------------------------------------------------------------------------------------------
@register.inclusion_tag("components/badge.html")
def badge(label: Any, tone: str = "", icon: str = "") -> dict[str, Any]:
    """``{% badge "ohne Anmeldung" tone="success" icon="door-open" %}``."""
    return {"label": label, "tone": tone, "icon": icon}


@register.inclusion_tag("components/state_badge.html")
def state_badge(label: Any, tone: str = "muted") -> dict[str, Any]:
    """A state as a word with an icon: ``{% state_badge offer.get_state_display "success" %}``."""
    return {"label": label, "tone": tone, "icon": TONE_ICONS.get(tone, "circle-dashed")}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*parts: Any) -> dict[str, Any]:
    """``{% breadcrumb "Angebote" list_url offer.title %}``: label and address in turn, the page itself last."""
    links = list(zip(parts[:-1:2], parts[1::2], strict=True))
    return {"links": links, "here": parts[-1]}


@register.inclusion_tag("components/chips.html")
def chips(entries: Iterable[Chip], label: str) -> dict[str, Any]:
    """Pills in a row; ``label`` names the list for screen readers."""
    return {"chips": list(entries), "label": label}


@register.inclusion_tag("components/tabs.html")
def tabs(entries: Iterable[Tab], label: str) -> dict[str, Any]:
    """Equal views of one page as links (list, week, map)."""
    return {"tabs": list(entries), "label": label}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[TimelineEntry]) -> dict[str, Any]:
    """Who did what when, newest first as given."""
    return {"entries": list(entries)}


@register.inclusion_tag("components/progress_steps.html")
def progress_steps(labels: Sequence[str], current: int) -> dict[str, Any]:
    """Steps of a long form; ``current`` counts from 1."""
    steps = [
        {"number": number, "label": label, "done": number < current, "current": number == current}
        for number, label in enumerate(labels, start=1)
    ]
    return {"steps": steps, "total": len(steps)}


@register.inclusion_tag("components/stat.html")
def stat(value: Any, label: str, note: str = "", href: str = "") -> dict[str, Any]:
    """One number with its meaning and, in ``note``, its reference date or source."""
    return {"value": value, "label": label, "note": note, "href": href}


@register.inclusion_tag("components/week_grid.html")
def week_grid(days: Iterable[WeekDay], level: int = 3) -> dict[str, Any]:
    """Seven days side by side; a plain list by day on phones. ``level`` is that of the day headings."""
    today = timezone.localdate()
    return {"days": [(day, day.day == today) for day in days], "level": level}


@register.inclusion_tag("components/diff.html")
def diff(before: str, after: str) -> dict[str, Any]:
    """Two texts word by word."""
    return {"parts": word_diff.compare_words(before, after)}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One form field with label, hint and error: ``{% field form.title %}``."""
    return {"field": bound}


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """The summary above a form that was refused; each line leads to its field."""
    lines = [
        {"href": f"#{bound.id_for_label or f'{bound.auto_id}_0'}", "label": bound.label, "error": error}
        for bound in form
        for error in bound.errors
    ]
    return {"lines": lines, "general": form.non_field_errors()}


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """Error summary, hidden fields and all visible fields in one column."""
    return {"form": form, "has_required": any(bound.field.required for bound in form.visible_fields())}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page) -> dict[str, Any]:
    """Links to the other pages; every other parameter of the address stays."""
    return page_links(page, context["request"].GET)


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context: Context, label: str, key: str, numeric: bool = False) -> dict[str, Any]:
    """A column head that sorts by ``?sort=key`` and, once sorted, by ``?sort=-key``."""
    parameters = context["request"].GET.copy()
    active = parameters.get("sort", "")
    parameters["sort"] = f"-{key}" if active == key else key
    parameters.pop(PARAMETER, None)
    order = {key: "ascending", f"-{key}": "descending"}.get(active, "")
    return {"label": label, "href": f"?{parameters.urlencode()}", "order": order, "numeric": numeric}
