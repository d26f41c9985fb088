"""The tags of the design system: what they put out, and that they never put out what was typed as HTML."""

import re

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from kit.pagination import LAST_PAGE, paginate
from kit.view_models import Chip, Tab
from kit.word_diff import WORDS_AT_MOST, compare_words

NASTY = '<b onclick="x">'


def draw(source, path="/angebote/", **values):
    request = RequestFactory().get(path)
    html = Template(source).render(Context({"request": request, **values}))
    return re.sub(r"\s+", " ", html).strip()


@pytest.mark.parametrize(
    "source",
    [
        '{% card title=x href="/" %}{{ x }}{% endcard %}',
        '{% alert "info" title=x %}{{ x }}{% endalert %}',
        "{% empty_state x %}{{ x }}{% endempty_state %}",
        "{% fact x %}{{ x }}{% endfact %}",
        "{% data_table x %}{{ x }}{% enddata_table %}",
        "{% filter_drawer title=x %}{{ x }}{% endfilter_drawer %}",
        "{% confirm action=x label=x question=x %}{{ x }}{% endconfirm %}",
        "{% badge x %}{% state_badge x %}{% stat x x note=x href=x %}",
        "{% breadcrumb x x x %}",
        "{% diff x x %}",
        "{% sort_header x x %}",
        "{% progress_steps steps 1 %}",
    ],
)
def test_what_was_typed_stays_text(source):
    assert "<b " not in draw(source, x=NASTY, steps=[NASTY])


def test_icon_is_hidden_from_screen_readers_and_lean():
    html = draw('{% icon "clock" %}')
    assert html == (
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true">'
        '<circle cx="12" cy="12" r="10"/><path d="M12 6v6l4 2"/></svg>'
    )


def test_unknown_icon_is_a_programming_error():
    with pytest.raises(Exception, match="no-such-icon"):
        draw('{% icon "no-such-icon" %}')


def test_card_link_and_heading_level():
    assert '<h2 class="card-title"><a class="card-link" href="/a/">T</a></h2>' in draw(
        '{% card title="T" href="/a/" level=2 %}x{% endcard %}'
    )


def test_breadcrumb_links_all_but_the_page_itself():
    html = draw('{% breadcrumb "Start" "/" "Angebote" "/angebote/" "Krabbelgruppe" %}')
    assert html.count("<a ") == 2
    assert 'aria-current="page">Krabbelgruppe<' in html


def test_removable_chip_says_so():
    html = draw('{% chips chips "Filter" %}', chips=[Chip("9 Monate", "?", removes=True), Chip("frei")])
    assert "Filter entfernen:" in html
    assert html.count("<a ") == 1


def test_tabs_mark_the_current_one():
    html = draw('{% tabs tabs "Ansichten" %}', tabs=[Tab("Liste", "?", current=True), Tab("Woche", "?w", count=3)])
    assert html.count('aria-current="page"') == 1
    assert "Woche (3)" in html


# --- pages ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("", 1),
        ("?seite=2", 2),
        ("?seite=9999", 4),
        ("?seite=-3", 4),
        ("?seite=0", 4),
        ("?seite=x", 1),
        ("?seite=", 1),
        ("?seite=" + "9" * 5000, 1),
        ("?seite=1.5", 1),
        ("?seite=%00", 1),
    ],
)
def test_any_page_number_leads_somewhere(asked, number):
    assert paginate(range(100), RequestFactory().get(f"/{asked}")).number == number


def test_nothing_to_page_through():
    page = paginate([], RequestFactory().get("/?seite=7"))
    assert page.number == 1
    assert draw("{% pagination page %}", page=page) == ""


def test_nobody_leafs_beyond_the_cap():
    page = paginate(range(LAST_PAGE * 25 + 100), RequestFactory().get("/?seite=99999"))
    assert page.number == LAST_PAGE
    assert page.paginator.capped
    assert "suchen Sie genauer" in draw("{% pagination page %}", page=page)


def test_page_links_keep_the_other_parameters():
    path = "/angebote/?q=krabbel&tag=mo&tag=di&seite=2"
    html = draw("{% pagination page %}", path, page=paginate(range(100), RequestFactory().get(path)))
    assert 'href="?q=krabbel&amp;tag=mo&amp;tag=di&amp;seite=3" rel="next"' in html
    assert 'rel="prev"' in html
    assert "26 bis 50 von 100" in html


@pytest.mark.parametrize(
    ("path", "href", "order"),
    [
        ("/?q=a&seite=3", "?q=a&amp;sort=name", ""),
        ("/?sort=name", "?sort=-name", 'aria-sort="ascending"'),
        ("/?sort=-name", "?sort=name", 'aria-sort="descending"'),
    ],
)
def test_sort_header(path, href, order):
    html = draw('{% sort_header "Name" "name" %}', path)
    assert f'href="{href}"' in html
    assert ("aria-sort" in html) == bool(order)
    assert order in html


# --- forms ---------------------------------------------------------------------------------------------------------
class SampleForm(forms.Form):
    title = forms.CharField(label="Titel", help_text="Kurz.")
    cost = forms.ChoiceField(label="Kosten", choices=[("0", "frei")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("So geht es nicht zusammen.")


def test_error_summary_leads_to_each_field():
    html = draw("{% form_fields form %}", form=SampleForm({"secret": NASTY}))
    for target in ("id_title", "id_cost_0"):
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in html
    assert "So geht es nicht zusammen." in html
    assert 'name="secret"' in html
    assert "<b " not in html


def test_untouched_form_shows_no_summary():
    html = draw("{% form_fields form %}", form=SampleForm())
    assert 'role="alert"' not in html
    assert "Felder mit * müssen Sie ausfüllen." in html


# --- comparing -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Die Partner treffen sich zweimal im Jahr.", "Die Partner treffen sich viermal im Jahr."),
        ("", "neu"),
        ("alt", ""),
        ("  Rand ", " Rand  \n"),
        ("wort " * WORDS_AT_MOST, "wort " * WORDS_AT_MOST + "\nEnde"),
    ],
)
def test_diff_holds_both_texts(before, after):
    parts = compare_words(before, after)
    assert "".join(part.text for part in parts if part.kind != "gone") == after
    assert "".join(part.text for part in parts if part.kind == "gone").strip() in before


def test_a_new_paragraph_changes_no_word_before_it():
    parts = compare_words("Erste Zeile. Zweite.", "Erste Zeile. Zweite.\n\nDritte.")
    assert [(part.kind, part.text) for part in parts] == [
        ("same", "Erste Zeile. Zweite."),
        ("new", "\n\nDritte."),
    ]


def test_diff_is_not_only_colour():
    html = draw("{% diff a b %}", a="Die Miete trägt die Stadt.", b="Die Miete trägt der Verein.")
    assert "<del><span" in html
    assert "gestrichen:" in html
    assert "neu:" in html
