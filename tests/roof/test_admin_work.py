"""Working in the staff admin: nothing is overwritten unseen, downloads are what the list shows, nothing crashes."""

import csv
import io
from contextlib import suppress
from datetime import timedelta
from itertools import product
from urllib.parse import urlencode

import openpyxl
import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from kit.models import AuditEvent
from kit.staff.paging import StaffPaginator
from offers.models import Instructor, Offer, OfferSession
from partners.models import Organization, Program, Topic
from tests.counting import queries_of
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.offers import InstructorFactory, OfferFactory, OfferPartnerFactory, OfferSessionFactory
from tests.factories.partners import OrganizationFactory, TopicFactory, person
from tests.partners.test_admin import form_of
from tests.roof.test_admin_pages import FACTORIES, NEVER_ADDED, REGISTRY, address

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def office(client):
    client.user = person(Role.ADMINISTRATION)
    client.force_login(client.user)
    return client


# --- two people at once --------------------------------------------------------------------------------------------
def test_the_second_of_two_editors_is_told_sees_both_texts_and_loses_nothing(office):
    organization = OrganizationFactory(name="Alt", core_mandate="")
    mine = form_of(organization, name="Meiner", core_mandate="Mein langer Text")
    other = UserFactory(display_name="Testperson 99")
    organization.name, organization.updated_by = "Ihrer", other
    organization.save()

    response = office.post(address(Organization, "change", organization.pk), mine)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Zwei Menschen haben zugleich geändert" in page
    for words in ("Testperson 99", "Meiner", "Ihrer", "Mein langer Text"):
        assert words in page
    organization.refresh_from_db()
    assert (organization.name, organization.core_mandate) == ("Ihrer", "")

    again = dict(mine, version=response.context["adminform"].form["version"].value())
    assert office.post(address(Organization, "change", organization.pk), again).status_code == 302
    organization.refresh_from_db()
    assert organization.name == "Meiner"


def sent_by_a_browser(page):
    """What the record page posts when nobody types anything, read from its form."""
    form = page.context["adminform"].form
    forms = [form, *(row for each in page.context["inline_admin_formsets"] for row in each.formset.forms)]
    data = {}
    for each in forms:
        for bound in each:
            value = bound.value()
            if isinstance(value, bool):
                data |= {bound.html_name: "on"} if value else {}
            elif isinstance(value, list):
                data[bound.html_name] = [getattr(one, "pk", one) for one in value]
            elif value is not None and bound.html_name not in ("logo",):
                data[bound.html_name] = bound.field.widget.format_value(bound.field.prepare_value(value))
    for each in page.context["inline_admin_formsets"]:
        for bound in each.formset.management_form:
            data[bound.html_name] = bound.value()
    return {name: "" if value is None else value for name, value in data.items()}


def test_what_two_people_typed_into_different_fields_both_stays(office):
    """Fault: the second page held the old value of the first's field and silently put it back."""
    organization = OrganizationFactory(name="Alt", core_mandate="", freshness_exempt=False)
    where = address(Organization, "change", organization.pk)
    page_of_a, page_of_b = (sent_by_a_browser(office.get(where)) for _ in "ab")
    first = dict(page_of_a, name="Von A", freshness_exempt="on")
    assert office.post(where, first).status_code == 302
    assert office.post(where, dict(page_of_b, core_mandate="Von B")).status_code == 302
    organization.refresh_from_db()
    assert (organization.name, organization.core_mandate, organization.freshness_exempt) == (
        "Von A",
        "Von B",
        True,
    )


def test_only_a_field_both_typed_into_is_asked_about_and_sending_again_restores_nothing(office):
    organization = OrganizationFactory(name="Alt", short_name="Kurz", core_mandate="")
    where = address(Organization, "change", organization.pk)
    page_of_a, page_of_b = (sent_by_a_browser(office.get(where)) for _ in "ab")
    assert office.post(where, dict(page_of_a, name="Von A", short_name="A")).status_code == 302
    asked = office.post(where, dict(page_of_b, short_name="B", core_mandate="Auch B"))
    assert asked.status_code == 200
    conflict = asked.context["adminform"].form.conflict
    assert [(one.label, one.mine, one.theirs) for one in conflict.differences] == [("Kurzname", "B", "A")]
    organization.refresh_from_db()
    assert (organization.name, organization.short_name, organization.core_mandate) == ("Von A", "A", "")
    again = sent_by_a_browser(asked)
    assert again["name"] == "Von A"
    assert office.post(where, again).status_code == 302
    organization.refresh_from_db()
    assert (organization.name, organization.short_name, organization.core_mandate) == ("Von A", "B", "Auch B")


def test_an_old_page_sent_without_any_change_is_no_conflict(office):
    organization = OrganizationFactory()
    same = form_of(organization)
    organization.save()
    assert office.post(address(Organization, "change", organization.pk), same).status_code == 302


def test_a_form_without_version_does_not_slip_through(office):
    organization = OrganizationFactory(name="Alt")
    data = form_of(organization, name="Neu", version="")
    assert office.post(address(Organization, "change", organization.pk), data).status_code == 200
    organization.refresh_from_db()
    assert organization.name == "Alt"


def test_rows_inside_a_record_are_guarded_as_well(office):
    organization = OrganizationFactory()
    row = organization.former_names.create(name="Alter Name")
    data = form_of(organization) | {
        "former_names-TOTAL_FORMS": "1",
        "former_names-INITIAL_FORMS": "1",
        "former_names-0-id": row.pk,
        "former_names-0-organization": organization.pk,
        "former_names-0-version": row.updated_at.isoformat(),
        "former_names-0-name": "Mein Name",
    }
    row.name = "Ihr Name"
    row.save()
    response = office.post(address(Organization, "change", organization.pk), data)
    assert response.status_code == 200
    assert "Jemand hat diesen Eintrag inzwischen geändert" in response.content.decode()
    row.refresh_from_db()
    assert row.name == "Ihr Name"


def test_saving_locks_the_row(office):
    organization = OrganizationFactory()
    with CaptureQueriesContext(connection) as captured:
        office.post(address(Organization, "change", organization.pk), form_of(organization, name="Neu"))
    assert any("FOR NO KEY UPDATE" in query["sql"] for query in captured)


# --- lists ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("model", REGISTRY, ids=lambda m: m._meta.label)
def test_every_filter_search_and_order_answers(office, model):
    if model in FACTORIES:
        FACTORIES[model].create()
    pages = admin.site._registry[model]
    choices = [""]
    for given in pages.list_filter:
        match given:
            case str():
                choices += [f"{given}__exact=x"]
            case (field, _):
                choices += [f"{field}__id__exact=x", f"{field}__id__exact={'9' * 30}"]
            case _:
                choices += [f"{given.parameter_name}={value}" for value in ("heute", "alt", "x")]
    searches = ["Größe '\"%_\\ =1", "9" * 30, "und der " + "ä" * 300]
    for choice, text in [*product(choices, [""]), *product([""], searches)]:
        query = "&".join(filter(None, [choice, urlencode({"q": text}) if text else ""]))
        response = office.get(f"{address(model, 'changelist')}?{query}")
        assert response.status_code in (200, 302), query
    for query in ("o=1.-99.x", "p=-1", "p=99999999999&all=", "p=NaN", "quatsch=1"):
        assert office.get(f"{address(model, 'changelist')}?{query}").status_code in (200, 302), query


@pytest.mark.parametrize("object_id", ["0", "x", "9" * 30, "-1", "_27", "a/b", "%00"])
def test_records_that_are_not_there_are_404(office, object_id):
    path = f"/verwaltung/partners/organization/{object_id}"
    for page in ("change", "history", "delete", "schritt/aktiv"):
        assert office.get(f"{path}/{page}/").status_code in (400, 404), page


def test_lookups_answer_odd_questions(office):
    path = reverse("admin:autocomplete")
    good = {"app_label": "offers", "model_name": "offer", "field_name": "lead"}
    for odd in ({}, {"term": "%_'"}, {"page": "x"}, {"page": "999"}, {"field_name": "x"}, {"field_name": "title"}):
        assert office.get(path, good | odd).status_code in (200, 403, 404), odd


def test_the_list_filter_by_record_keeps_other_filters_and_can_be_lifted(office):
    lead, other = OrganizationFactory(name="Haus Eins"), OfferFactory(title="Anderswo")
    OfferFactory(title="Bei uns", lead=lead)
    page = office.get(address(Offer, "changelist"), {"lead__id__exact": lead.pk, "kind__exact": "course"}).content
    page = page.decode()
    assert ("Bei uns" in page, other.title in page) == (True, False)
    assert f'<option value="{lead.pk}" selected>Haus Eins</option>' in page
    assert '<input type="hidden" name="kind__exact" value="course">' in page
    assert 'href="?kind__exact=course"' in page


def test_a_search_costs_one_query_per_word(office):
    """The list without a search asks for the table's size instead."""
    OrganizationFactory.create_batch(3)
    path = address(Organization, "changelist")
    office.get(path)
    bare = queries_of(lambda: office.get(path))
    assert queries_of(lambda: office.get(path, {"q": "test"})) == bare
    assert queries_of(lambda: office.get(path, {"q": "test einrichtung"})) == bare + 1


def test_frequent_words_are_searched_in_the_list_itself(office, monkeypatch):
    """Few and many hits take different ways; both find the same."""
    OrganizationFactory(name="Haus Eins")
    second = OrganizationFactory(name="Stelle Zwei")
    second.former_names.create(name="Haus Alt")
    second.former_names.create(name="Haus Uralt")
    OrganizationFactory(name="Ohne")

    def found():
        return office.get(address(Organization, "changelist"), {"q": "haus"}).context["cl"].result_list

    few = list(found())
    monkeypatch.setattr("kit.staff.searching.FEW", 0)
    assert list(found()) == few
    assert [row.name for row in few] == ["Haus Eins", "Stelle Zwei"]


def test_counts_are_exact_for_short_lists_and_words_for_long_ones(monkeypatch):
    OrganizationFactory.create_batch(5)
    rows = Organization.objects.order_by("pk")
    assert StaffPaginator(rows, 2).in_words == "5"
    monkeypatch.setattr("kit.staff.paging.LARGE", 3)
    some = StaffPaginator(rows.exclude(name="x"), 2)
    assert (some.in_words, some.num_pages) == ("mehr als 3", 2)
    monkeypatch.setattr(StaffPaginator, "_estimate", lambda self: 101_777)
    assert StaffPaginator(rows, 2).in_words == "etwa 102.000"
    assert StaffPaginator(rows, 2).num_pages == 200


# --- downloads -----------------------------------------------------------------------------------------------------
def read_csv(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def read_xlsx(response):
    heads, *rows = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.iter_rows()
    return [dict(zip([h.value for h in heads], [c.value for c in row], strict=True)) for row in rows]


def test_a_download_holds_exactly_the_filtered_rows_in_their_order(office):
    for name in ("Ost", "Ärzte", "Bücher"):
        OrganizationFactory(name=name, kind="network")
    OrganizationFactory(name="Zentrum", kind="facility")
    path = f"{address(Organization, 'export')}?kind__exact=network"
    assert "3 Organisationen" in office.get(path).content.decode()
    rows = read_csv(office.post(path, {"format": "csv"}))
    assert [row["Name"] for row in rows] == ["Ärzte", "Bücher", "Ost"]
    assert rows[0]["Art"] == "Netzwerk"
    assert [row["Name"] for row in read_xlsx(office.post(path, {"format": "xlsx"}))] == ["Ärzte", "Bücher", "Ost"]


def test_no_cell_of_a_download_is_a_formula(office):
    for name in ('=HYPERLINK("https://boese.example";"Klick")', "+49", "-x", "@SUM(1)", "\tx"):
        TopicFactory(name=name)
    path = address(Topic, "export")
    for rows in (read_csv(office.post(path, {"format": "csv"})), read_xlsx(office.post(path, {"format": "xlsx"}))):
        names = [row["Bezeichnung"] for row in rows if row["Bezeichnung"]]
        assert len(names) >= 5
        assert not any(name[0] in "=+-@\t" for name in names)


def test_chosen_rows_are_downloaded_at_once(office):
    first, second, _third = OrganizationFactory.create_batch(3)
    data = {"action": "export_csv", "_selected_action": [first.pk, second.pk], "index": "0"}
    rows = read_csv(office.post(address(Organization, "changelist"), data))
    assert {row["Name"] for row in rows} == {first.name, second.name}


def test_every_download_is_recorded_without_the_words_searched_for(office):
    OrganizationFactory(name="Familie Geheim")
    read_csv(office.post(f"{address(Organization, 'export')}?q=Geheim&kind__exact=facility", {"format": "csv"}))
    event = AuditEvent.objects.get(verb="Herunterladen")
    assert (event.actor, event.about) == (office.user, "Organisationen")
    assert event.detail == "1 Zeilen als CSV; gefiltert nach: kind__exact; mit Suchwort"


def signed_in_a_moment_ago(client, user):
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_personal_data_need_the_password_again_and_a_purpose(office):
    path = address(Instructor, "export")
    InstructorFactory(label="Yoga")
    asked = office.get(path)
    assert asked.status_code == 302
    assert asked.url.startswith(reverse("account_reauthenticate"))
    signed_in_a_moment_ago(office, office.user)
    assert office.get(path).status_code == 200
    assert office.post(path, {"format": "csv"}).status_code == 422
    assert not AuditEvent.objects.filter(verb="Herunterladen").exists()
    rows = read_csv(office.post(path, {"format": "csv", "purpose": "Jahresgespräche"}))
    assert [row["Bezeichnung"] for row in rows] == ["Yoga"]
    assert "Zweck: Jahresgespräche" in AuditEvent.objects.get(verb="Herunterladen").detail


def test_personal_tables_have_no_quick_download_and_an_upper_limit(office, monkeypatch):
    InstructorFactory.create_batch(3)
    assert "export_csv" not in office.get(address(Instructor, "changelist")).content.decode()
    monkeypatch.setattr("kit.staff.exports.MOST_PERSONAL", 2)
    signed_in_a_moment_ago(office, office.user)
    response = office.post(address(Instructor, "export"), {"format": "csv", "purpose": "x"})
    assert "möglich sind hier 2" in [str(m) for m in get_messages(response.wsgi_request)][-1]


def test_account_downloads_never_hold_passwords(office):
    signed_in_a_moment_ago(office, office.user)
    response = office.post(address(User, "export"), {"format": "csv", "purpose": "Prüfung"})
    text = b"".join(response.streaming_content).decode()
    assert office.user.email in text
    assert "md5$" not in text


@pytest.mark.parametrize("model", sorted(FACTORIES, key=lambda m: m._meta.label), ids=lambda m: m._meta.label)
def test_a_download_costs_the_same_for_one_row_and_for_three(office, model):
    pages = admin.site._registry.get(model)
    if pages is None or not pages.may_export(office.get("/verwaltung/").wsgi_request):
        with suppress(NoReverseMatch):  # what has no pages has no download either
            assert office.get(address(model, "export")).status_code in {403, 404}
        return
    request = office.get(address(model, "changelist")).wsgi_request

    def cost():
        _heads, rows = pages.export_rows(request, model._default_manager.order_by("pk"))
        return queries_of(lambda: list(rows))

    FACTORIES[model].create()
    one = cost()
    FACTORIES[model].create_batch(2)
    assert cost() == one


# --- small things --------------------------------------------------------------------------------------------------
def test_the_log_of_personal_tables_names_nobody(office):
    instructor = InstructorFactory(label="Frau Beispiel")
    office.post(address(Instructor, "delete", instructor.pk), {"post": "yes"})
    assert LogEntry.objects.get().object_repr == f"Kursleitung {instructor.pk}"
    topic = TopicFactory(name="Wald")
    office.post(address(Topic, "delete", topic.pk), {"post": "yes"})
    assert LogEntry.objects.first().object_repr == "Wald"


def test_the_start_page_is_grouped_by_what_things_are_about(office):
    page = office.get(reverse("admin:index"))
    assert [group["name"] for group in page.context["app_list"]] == [
        "Angebote",
        "Partner",
        "Orte",
        "Personen",
        "Listen",
        "Vereinbarungen",
        "Technik",
    ]
    assert "Zur Arbeitsfläche" in page.content.decode()


def test_pages_hold_no_inline_script_style_or_handler(office):
    organization = OrganizationFactory()
    for path in (
        reverse("admin:index"),
        address(Organization, "changelist"),
        address(Organization, "change", organization.pk),
        address(OfferSession, "changelist"),
        address(Program, "add"),
    ):
        page = office.get(path).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert "<script>" not in page
        assert " onclick=" not in page


def test_lists_that_belong_to_a_record_are_linked_across_apps(office):
    organization = OrganizationFactory()
    page = office.get(address(Organization, "change", organization.pk)).content.decode()
    assert f"{address(Offer, 'changelist')}?lead__id__exact={organization.pk}" in page


def test_a_slug_is_proposed_for_new_records_only(office):
    assert "#id_slug" in office.get(address(Topic, "add")).content.decode()
    topic = TopicFactory()
    assert "#id_slug" not in office.get(address(Topic, "change", topic.pk)).content.decode()


def test_locking_an_account_is_a_verb_and_ends_its_sessions(office, client):
    person_ = UserFactory()
    verb = reverse("admin:accounts_user_verb", args=[person_.pk, "sperren"])
    assert (
        office.post(address(User, "change", person_.pk), {"is_active": "", "email": "x@y.example"}).status_code == 302
    )
    person_.refresh_from_db()
    assert person_.is_active
    assert person_.email != "x@y.example"
    assert office.post(verb).status_code == 302
    person_.refresh_from_db()
    assert not person_.is_active


def test_forbidden_fields_are_not_on_the_account_page(office):
    page = office.get(address(User, "change", office.user.pk)).content.decode()
    for name in ("password", "is_staff", "is_superuser", "is_active", "user_permissions", "email"):
        assert f'name="{name}"' not in page


def test_what_partners_agreed_is_no_field(office):
    partner = OfferPartnerFactory()
    page = office.get(address(type(partner), "change", partner.pk)).content.decode()
    assert 'name="approval"' not in page


def test_no_state_is_a_field_anywhere(office):
    """Of every table: what a workflow or a verb changes cannot be typed."""
    for model in set(REGISTRY) - NEVER_ADDED:
        pages = admin.site._registry[model]
        form = pages.get_form(office.get("/verwaltung/").wsgi_request)
        states = {"state", "status", "approval", "assured_on", "assured_by", "is_active", "closed_on"}
        allowed = {"state"} if "state" in pages.fixed else set()  # a dated row is made with its state
        if model._meta.label in {"partners.Topic", "offers.TargetGroup", "offers.Campaign", "offers.SearchWord"}:
            allowed = {"is_active"}  # whether an entry can be chosen
        assert set(form.base_fields) & states <= allowed, model


def test_a_session_that_is_over_is_still_found(office):
    OfferSessionFactory(starts_at=timezone.now() - timedelta(days=400), run__offer__title="Vor einem Jahr")
    page = office.get(address(OfferSession, "changelist"), {"zeit": "alle", "q": "Vor einem"}).content.decode()
    assert "Vor einem Jahr" in page
