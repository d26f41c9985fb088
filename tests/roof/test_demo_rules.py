"""The rules for demo data (domain 8.1), checked on everything the demo network contains."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Q

from agreements.models import AgreementTemplate
from familynet.demo.phone_numbers import PER_RANGE, RANGES
from offers.actions import missing_for_publication
from offers.demand.normalization import normal_area, normal_filters, normal_words
from offers.enums import ConsentBasis, OfferState, RunState
from offers.models import (
    MediaAsset,
    Offer,
    OfferRun,
    OfferSession,
    OfferStep,
    RoomBooking,
    RunStep,
    SearchDemand,
    SearchWord,
)
from offers.workflow import OFFER, RUN
from partners.enums import OperatorRole, OrganizationKind, PartnershipState
from partners.models import (
    Language,
    Location,
    Municipality,
    Organization,
    Partnership,
    PartnershipStep,
    PlanningArea,
    PointOfInterest,
)
from partners.workflow import PARTNERSHIP

pytestmark = [pytest.mark.usefixtures("demo_network"), pytest.mark.django_db]

MAIL = re.compile(r"[\w.+-]+@([\w.-]+\w)")
ADDRESS = re.compile(r"https?://([^/\s\"<>]+)")
BARE_ADDRESS = re.compile(r"\b(?:www\.)?[\w-]+\.(?:de|com|org|net|eu|info)\b", re.IGNORECASE)
DRAWN_BY_LOT = {"seal", "content_hash", "token_hash", "sha256"}
"""Letters and numbers by chance: once in a while they look like anything."""
IDENTIFIER = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{64}\b")
"""Identifiers stand in frozen texts; their digits call nobody."""
LOOKS_LIKE_PHONE = re.compile(r"(?:\+49|\b0)[1-9]\d{1,4}[ /-]?\d{3,}")
AREA_CODES_OF_THE_TOWNS = re.compile(r"\b0?(?:365|3643|3677)[ /-]?\d{3,}")
PHONES = {f"+49{area}{block}{n:03}" for area, block in RANGES for n in range(PER_RANGE)}
NOT_NEUTRAL = re.compile(
    r"(?<!innen und )\b(?:Teilnehmer|Ansprechpartner|Lehrer|Erzieher|Nutzer|Mitarbeiter|Kollegen)\b"
)


def register() -> list[type[models.Model]]:
    """Every table with demo rows, without history."""
    return [
        model
        for model in apps.get_models()
        if any(f.name == "is_demo" for f in model._meta.local_fields) and not hasattr(model, "pgh_tracked_model")
    ]


def texts() -> Iterator[tuple[str, str]]:
    """Every text of every row, with the place it stands in."""
    for model in register():
        names = [
            f.name
            for f in model._meta.local_fields
            if isinstance(f, models.CharField | models.TextField)
            and not isinstance(f, models.GeneratedField)
            and f.name not in {"password", "reference_no", "certificate_no", "ags", "postal_code", *DRAWN_BY_LOT}
        ]
        for row in model._default_manager.filter(is_demo=True).values(*names):
            for name, value in row.items():
                if isinstance(value, str) and value:
                    yield f"{model.__name__}.{name}", value


def test_nobody_is_named():
    for model, column in [
        ("ContactPoint", "person_name"),
        ("JoinRequest", "contact_name"),
        ("EventProgramItem", "speaker_name"),
        ("Instructor", "display_name_public"),
    ]:
        app = "offers" if model in {"EventProgramItem", "Instructor"} else "partners"
        assert not apps.get_model(app, model).objects.exclude(**{column: ""}).exists()


def test_mail_and_web_addresses_lead_nowhere():
    for place, text in texts():
        for host in [*MAIL.findall(text), *ADDRESS.findall(text)]:
            assert host.endswith(".example"), f"{place}: {text}"
        assert not BARE_ADDRESS.search(text), f"{place}: {text}"


def test_phone_numbers_belong_to_nobody():
    for place, text in texts():
        if place.endswith(".phone"):
            assert text in PHONES, f"{place}: {text}"
        elif place.endswith(".phone_display"):
            assert "+49" + text.replace(" ", "")[1:] in PHONES, f"{place}: {text}"
        else:
            assert not LOOKS_LIKE_PHONE.search(IDENTIFIER.sub("", text)), f"{place}: {text}"
        assert not AREA_CODES_OF_THE_TOWNS.search(text), f"{place}: {text}"


def test_the_check_for_phone_numbers_finds_one():
    assert LOOKS_LIKE_PHONE.search(IDENTIFIER.sub("", "035837 und 0365 123456"))
    assert LOOKS_LIKE_PHONE.search("Rufen Sie an: 0365 123456")
    assert AREA_CODES_OF_THE_TOWNS.search("0365/838000")


def test_authorities_say_that_they_are_made_up():
    authorities = Organization.objects.filter(is_statutory=True).exclude(kind=OrganizationKind.FACILITY)
    assert authorities.count() > 8
    assert [str(o) for o in authorities if "(Demo)" not in o.name] == []


def test_every_row_is_marked_and_can_be_removed():
    for model in register():
        if model._meta.app_label != "texts" and model not in {
            AgreementTemplate,
            SearchWord,
            Language,
        }:  # some come with the program
            assert not model._default_manager.filter(is_demo=False).exists(), model


def test_texts_are_clean():
    for place, text in texts():
        assert "  " not in text, f"{place}: {text}"
        assert not NOT_NEUTRAL.search(text), f"{place}: {text}"


def test_pictures_show_nobody_and_are_described():
    assets = MediaAsset.objects.all()
    assert assets.count() > 10
    assert not assets.filter(Q(alt="") | Q(credit="")).exists()
    assert not assets.exclude(consent_basis=ConsentBasis.NO_PEOPLE).exists()
    assert not Organization.objects.exclude(logo="").filter(logo_alt="").exists()


def test_places_for_families_say_where_they_come_from():
    assert PointOfInterest.objects.count() == 24
    assert not PointOfInterest.objects.exclude(source="Demodaten").exists()


def test_every_row_would_pass_the_forms():
    for model in register():
        if model in {OfferSession, RoomBooking}:  # thousands, made by the same code as in the pages
            continue
        for row in model._default_manager.all():
            row.full_clean(validate_unique=False, validate_constraints=False)


def test_published_offers_are_complete():
    for offer in Offer.objects.filter(state=OfferState.PUBLISHED).select_related("lead"):
        assert missing_for_publication(offer) == [], offer


@pytest.mark.parametrize(
    ("model", "owner", "workflow"),
    [(OfferStep, "offer", OFFER), (RunStep, "run", RUN), (PartnershipStep, "partnership", PARTNERSHIP)],
)
def test_every_state_was_reached_by_steps_the_table_allows(model, owner, workflow):
    state: dict[int, str] = {}
    for step in model.objects.order_by("at", "pk").select_related(owner):
        key = getattr(step, f"{owner}_id")
        assert step.before == state.get(key, step.before)
        assert workflow.step(step.before, step.verb, note=step.note).target == step.after
        state[key] = step.after
    last = {row.pk: row.state for row in model._meta.get_field(owner).related_model.objects.all()}
    assert {key: last[key] for key in state} == state


def test_every_state_can_be_looked_at():
    assert set(Partnership.objects.values_list("state", flat=True)) == set(PartnershipState.values)
    assert {"idea", "coordination", "published", "paused", "retired"} <= set(
        Offer.objects.values_list("state", flat=True)
    )
    assert {"planned", "open", "confirmed", "running", "completed", "reported", "cancelled"} <= set(
        OfferRun.objects.values_list("state", flat=True)
    )


def test_numbers_of_centres_and_kitas_follow_the_day(demo_network):
    programs = ("familienzentren", "thekiz")
    counts = {
        years: [Organization.objects.participating(slug, demo_network.years(years)).count() for slug in programs]
        for years in (-8, 0)
    }
    assert counts == {-8: [14, 35], 0: [18, 41]}


def test_one_house_four_facilities_three_operators():
    house = Location.objects.get(slug="am-elsterbogen-4")
    facilities = Organization.objects.filter(sites__location=house, kind=OrganizationKind.FACILITY)
    operators = Organization.objects.filter(
        operated__facility__in=facilities, operated__role=OperatorRole.OPERATOR, operated__valid_to=None
    ).distinct()
    assert facilities.count() == 4
    assert operators.count() == 3
    assert house.lat is not None


def test_full_course_and_full_childcare():
    frogs = OfferRun.objects.get(offer__slug="krabbelgruppe-elsterfroesche")
    parents = OfferRun.objects.get(offer__slug="elternkurs-starke-bindung")
    assert (frogs.state, frogs.is_full, frogs.waiting_count) == (RunState.OPEN, True, 3)
    assert parents.childcare_taken == parents.childcare_places == 5
    assert parents.places_free == 5


def test_nothing_for_young_people_in_lusan_bruete():
    there = Offer.objects.filter(
        Q(location__area__slug="lusan-bruete") | Q(areas__slug="lusan-bruete"), state=OfferState.PUBLISHED
    )
    assert there.exists()
    for offer in there:
        youngest, oldest = offer.minimum_age_months or 0, offer.maximum_age_months or 1500
        assert oldest < 14 * 12 or youngest > 27 * 12, offer


def test_two_baby_groups_at_the_same_time_next_door():
    groups = Offer.objects.filter(slug__in=["babytreff-kastanienzwerge", "babycafe-tinz"])
    assert groups.values("lead").distinct().count() == 2
    assert {offer.location.area.slug for offer in groups} == {"bieblach-ost", "bieblach-tinz"}


def test_the_protected_address_stays_protected():
    location = Location.objects.get(slug="schutzwohnung")
    assert location.is_protected
    assert (location.address, location.lat, location.area) == ("", None, None)


def test_searches_stand_as_they_would_be_counted(demo_network):
    rows = list(SearchDemand.objects.all())
    assert len(rows) > 1000
    assert max(row.day for row in rows) <= demo_network.today
    places = {
        *PlanningArea.objects.values_list("name", flat=True),
        *Municipality.objects.values_list("name", flat=True),
    }
    for words, filters, area in {(row.words, row.filters, row.area) for row in rows}:
        assert normal_words(words) == words
        assert normal_filters(filters.split("; ")) == filters
        assert normal_area(area) == area
        assert area in places | {""}
