"""Templates on their pages: copied, edited by two at once, published once and for all, withdrawn."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from agreements.actions import templates as actions
from agreements.actions.editing import EditConflict
from agreements.enums import Block
from agreements.models import AgreementTemplate
from agreements.text.library import readable_templates, reusable_clauses, template_problems
from kit.workflow import StepRefused
from tests.factories.agreements import AgreementFactory, ClauseTemplateFactory, complete_template
from tests.factories.partners import OrganizationFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def center():
    return OrganizationFactory()


@pytest.fixture
def coordination(center):
    return person(Role.COORDINATION, center)


@pytest.fixture
def draft(center):
    return complete_template(organization=center, name="Unser Muster")


@pytest.fixture
def browser(client, coordination):
    client.force_login(coordination)
    return client


def url(name, template, *more):
    return reverse(f"agreements:{name}", args=[template.uuid, *more])


def words(**changed):
    return {"heading": "Ziele", "text": "Neu ab {{beginn}}.", "block": "", "hint": ""} | changed


# --- copying and versions -----------------------------------------------------------------------------------------


def test_a_shipped_template_becomes_an_own_draft(browser, center):
    shipped = AgreementTemplate.objects.filter(organization=None, published_at__isnull=False).first()
    response = browser.post(url("template_copy", shipped), {"organization": center.pk})
    copy = AgreementTemplate.objects.get(based_on=shipped)
    assert response.url == url("template_edit", copy)
    assert (copy.organization, copy.number, copy.published_at) == (center, 1, None)
    assert copy.family != shipped.family
    said = list(copy.clauses.values_list("key", "heading", "text", "block"))
    assert said == list(shipped.clauses.values_list("key", "heading", "text", "block"))


def test_nobody_copies_for_a_foreign_centre(browser):
    shipped = AgreementTemplate.objects.filter(organization=None).first()
    response = browser.post(url("template_copy", shipped), {"organization": OrganizationFactory().pk})
    assert response.status_code == 422
    assert not AgreementTemplate.objects.filter(based_on=shipped).exists()


def test_a_published_version_never_changes(browser, draft, coordination):
    published = actions.publish_template(draft, by=coordination)
    clause = published.clauses.get(key="ziele")
    with pytest.raises(StepRefused, match="veröffentlicht"):
        actions.save_clause(clause, seen=actions.template_fingerprint(clause), by=coordination, text="Anders")
    with pytest.raises(StepRefused):
        actions.remove_clause(clause, by=coordination)
    with pytest.raises(StepRefused):
        actions.discard_draft(published, by=coordination)
    response = browser.post(url("template_clause", published, "ziele"), words())
    assert response.url == url("template", published)
    next_one = actions.begin_version(published, by=coordination)
    assert (next_one.number, next_one.family, next_one.published_at) == (2, published.family, None)
    assert actions.begin_version(published, by=coordination) == next_one


def test_the_newest_published_version_is_the_one_to_use(draft, coordination):
    first = actions.publish_template(draft, by=coordination)
    second = actions.begin_version(first, by=coordination)
    usable = AgreementTemplate.objects.usable_by(coordination).filter(family=first.family)
    assert list(usable) == [first]
    actions.publish_template(second, by=coordination)
    assert list(usable.all()) == [second]
    actions.retire_template(second, by=coordination)
    assert list(usable.all()) == []


def test_an_agreement_begins_at_the_version_to_use(browser, draft, coordination):
    def offers(version):
        return f"?muster={version.uuid}" in browser.get(url("template", version)).content.decode()

    assert not offers(draft)
    first = actions.publish_template(draft, by=coordination)
    assert offers(first)
    second = actions.publish_template(actions.begin_version(first, by=coordination), by=coordination)
    assert (offers(first), offers(second)) == (False, True)
    actions.retire_template(second, by=coordination)
    assert not offers(second)


def test_a_draft_cannot_be_withdrawn_but_thrown_away(browser, draft, coordination):
    with pytest.raises(StepRefused):
        actions.retire_template(draft, by=coordination)
    assert browser.post(url("template_discard", draft)).url == reverse("agreements:templates")
    assert not AgreementTemplate.objects.filter(pk=draft.pk).exists()


# --- what must be right before publishing -------------------------------------------------------------------------


def test_problems_are_told_in_sentences(draft):
    draft.clauses.filter(key="unterschriften").delete()
    ClauseTemplateFactory(template=draft, heading="Frist", text="Ab {{begin}}")
    ClauseTemplateFactory(template=draft, heading="Leer", text="")
    ClauseTemplateFactory(template=draft, heading="Noch einmal", block=Block.PARTIES)
    assert template_problems(list(draft.clauses.all())) == [
        "Es fehlt eine Pflichtklausel mit dem Teil „Unterschriften“.",
        "„Leer“ ist leer.",
        "Den Teil „Vertragsparteien“ gibt es mehr als einmal.",
        "„Frist“: Die Angabe {{begin}} gibt es nicht.",
    ]
    assert template_problems([]) == ["Das Muster hat noch keine Klausel."]


def test_publishing_waits_until_everything_is_right(browser, draft):
    draft.clauses.filter(key="unterschriften").update(is_mandatory=False)
    response = browser.post(url("template_publish", draft), follow=True)
    assert "Es fehlt eine Pflichtklausel mit dem Teil „Unterschriften“" in response.content.decode()
    draft.refresh_from_db()
    assert draft.published_at is None
    draft.clauses.filter(key="unterschriften").update(is_mandatory=True)
    browser.post(url("template_publish", draft))
    draft.refresh_from_db()
    assert draft.published_at is not None


# --- clauses ------------------------------------------------------------------------------------------------------


def test_clauses_are_added_moved_and_removed(browser, draft):
    browser.post(f"{url('template_clause_new', draft)}?nach=parteien", words(heading="Präambel für alle"))
    assert list(draft.clauses.values_list("key", flat=True)) == [
        "parteien",
        "praambel-fur-alle",
        "ziele",
        "unterschriften",
    ]
    browser.post(url("template_clause_move", draft, "ziele"), {"wohin": "hoch"})
    browser.post(url("template_clause_move", draft, "parteien"), {"wohin": "hoch"})
    assert list(draft.clauses.values_list("key", flat=True))[1] == "ziele"
    browser.post(url("template_clause_remove", draft, "ziele"))
    assert list(draft.clauses.values_list("key", "position")) == [
        ("parteien", 1),
        ("praambel-fur-alle", 2),
        ("unterschriften", 3),
    ]


def test_a_key_is_there_once(browser, draft):
    response = browser.post(url("template_clause_new", draft), words(key="ziele"))
    assert response.status_code == 422
    assert "Dieses Kürzel gibt es in dem Muster schon." in response.content.decode()


def test_unknown_variables_and_empty_clauses_are_refused(browser, draft):
    response = browser.post(url("template_clause", draft, "ziele"), words(text="Ab {{begin}} und {{beginn}}"))
    assert response.status_code == 422
    assert "Diese Angabe gibt es nicht: {{begin}}." in response.content.decode()
    assert browser.post(url("template_clause", draft, "ziele"), words(text=" ")).status_code == 422


def test_the_preview_shows_without_saving(browser, draft):
    before = draft.clauses.get(key="ziele").text
    page = browser.post(url("template_clause", draft, "ziele"), words(vorschau="1")).content.decode()
    assert 'Neu ab <mark class="value">01.01.2027</mark>.' in page
    assert draft.clauses.get(key="ziele").text == before


def test_hostile_words_stay_words(browser, draft):
    hostile = '<script>alert(1)</script> [x](javascript:alert(1)) <img src="https://boese.example/a.png">'
    page = browser.post(url("template_clause", draft, "ziele"), words(text=hostile, vorschau="1")).content.decode()
    assert "<script>alert" not in page
    assert '<img src="https://boese' not in page
    assert 'href="javascript:' not in page


def test_who_saves_second_sees_both_texts(browser, draft, coordination):
    page = browser.get(url("template_clause", draft, "ziele"))
    seen = page.context["form"].initial["seen"]
    clause = draft.clauses.select_related("template").get(key="ziele")
    actions.save_clause(clause, seen=seen, by=coordination, text="Von der Kollegin.")
    response = browser.post(url("template_clause", draft, "ziele"), words(seen=seen, text="Von mir."))
    assert response.status_code == 409
    html = response.content.decode()
    assert "inzwischen geändert" in html
    assert "Kollegin" in html
    assert "Von mir." in html
    assert draft.clauses.get(key="ziele").text == "Von der Kollegin."
    merged = words(seen=response.context["form"].initial["seen"], text="Von der Kollegin und von mir.")
    assert browser.post(url("template_clause", draft, "ziele"), merged).status_code == 302
    assert draft.clauses.get(key="ziele").text == "Von der Kollegin und von mir."


def test_different_clauses_do_not_stand_in_each_others_way(draft, coordination):
    first, second = (draft.clauses.select_related("template").get(key=key) for key in ("ziele", "parteien"))
    seen = actions.template_fingerprint(first)
    actions.save_clause(second, seen=actions.template_fingerprint(second), by=coordination, text="Alle Parteien.")
    actions.save_clause(first, seen=seen, by=coordination, text="Alle Ziele.")
    assert set(draft.clauses.values_list("text", flat=True)) >= {"Alle Parteien.", "Alle Ziele."}


def test_a_clause_removed_meanwhile_is_told(draft, coordination):
    clause = draft.clauses.select_related("template").get(key="ziele")
    seen = actions.template_fingerprint(clause)
    actions.remove_clause(clause, by=coordination)
    with pytest.raises(EditConflict) as told:
        actions.save_clause(clause, seen=seen, by=coordination, text="Zu spät")
    assert told.value.current is None


def test_name_and_purpose_keep_their_own_edition(browser, draft, coordination):
    read = draft.edition
    actions.save_template(draft, edition=read, name="Von ihr", description="", by=coordination)
    sent = {"name": "Von mir", "description": "Für Vereine", "edition": read}
    response = browser.post(url("template_edit", draft), sent)
    assert response.status_code == 409
    assert "Von ihr" in response.content.decode()
    again = sent | {"edition": response.context["form"].initial["edition"]}
    assert browser.post(url("template_edit", draft), again).status_code == 302
    draft.refresh_from_db()
    assert draft.name == "Von mir"


# --- who sees what ------------------------------------------------------------------------------------------------


def test_drafts_are_for_those_who_edit_them(draft, coordination):
    assert draft in readable_templates(coordination)
    for role in (Role.READ_ONLY, Role.DATA_PROTECTION, Role.PARTNER_MANAGER):
        assert draft not in readable_templates(person(role))
    assert draft not in readable_templates(person(Role.COORDINATION))
    published = actions.publish_template(draft, by=coordination)
    assert published in readable_templates(person(Role.READ_ONLY))
    assert published not in readable_templates(person(Role.COORDINATION))
    assert readable_templates(person(Role.PARTNER_MANAGER)).count() == 0


def test_own_clauses_can_be_used_again(browser, draft, coordination, center):
    assert list(reusable_clauses(coordination)) == []
    actions.publish_template(draft, by=coordination)
    assert [clause.key for clause in reusable_clauses(coordination)] == ["ziele"]
    assert list(reusable_clauses(person(Role.COORDINATION))) == []
    other = complete_template(organization=center)
    own = reusable_clauses(coordination).get()
    page = browser.get(f"{url('template_clause_new', other)}?aus={own.pk}")
    assert page.context["form"].initial["text"] == own.text


def test_the_list_costs_the_same_with_more_rows(browser, draft, center, django_assert_max_num_queries):
    address = reverse("agreements:templates")
    browser.get(address)
    with django_assert_max_num_queries(30) as few:
        browser.get(address)
    for template in (complete_template(organization=center), complete_template(organization=center, published=True)):
        AgreementFactory(template=template, center=center)
    with django_assert_max_num_queries(30) as many:
        response = browser.get(address)
    assert len(many) == len(few)
    with django_assert_max_num_queries(0):
        response.render()
    assert "Unser Muster" in response.content.decode()
