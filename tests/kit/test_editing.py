"""One lock against lost updates: what was read, how two people's changes come together, and when somebody decides."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from kit.editing import EditConflict, EditionMark, edition_of, fingerprint, merge
from offers.actions import save_offer
from offers.models import Offer
from partners.actions import save_organization
from partners.models import Organization
from tests.factories.accounts import UserFactory
from tests.factories.offers import OfferFactory
from tests.factories.partners import OrganizationFactory, TopicFactory

NAMES = ("name", "core_mandate", "kind")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a\r\nb", "a\nb"),
        (None, ""),
        (["2", "1"], [1, 2]),
        (7, "7"),
        (datetime(2026, 5, 4, 12, tzinfo=UTC), datetime(2026, 5, 4, 14, tzinfo=timezone(timedelta(hours=2)))),
        (Decimal("1.50"), "1.50"),
        (date(2026, 5, 4), "2026-05-04"),
    ],
)
def test_equal_contents_have_one_fingerprint(one, other):
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(("one", "other"), [("a", "b"), (None, 0), (False, ""), ([1], [1, 2]), ("a ", "a")])
def test_other_contents_have_another(one, other):
    assert fingerprint(one) != fingerprint(other)


@pytest.mark.parametrize(
    ("seen", "mine", "theirs", "kept", "both"),
    [
        ("a", "a", "b", True, False),
        ("a", "b", "a", False, False),
        ("a", "b", "b", True, False),
        ("a", "b", "c", False, True),
        ("a", "a", "a", True, False),
        (None, "b", "c", False, True),
        (None, "c", "c", True, False),
    ],
)
def test_three_states_of_a_field(seen, mine, theirs, kept, both):
    merged = merge({} if seen is None else {"x": seen}, {"x": mine}, {"x": theirs})
    assert (merged.theirs, merged.both) == (frozenset("x" if kept else ""), frozenset("x" if both else ""))


def test_a_mark_goes_through_a_hidden_field_and_rubbish_was_never_seen():
    mark = EditionMark("2026-05-04T12:00:00+00:00", {"name": "abc", "kind": "def"})
    assert EditionMark.parse(str(mark)) == mark
    assert EditionMark.parse("") == EditionMark("")
    assert EditionMark.parse("7 x  y:1").fields == {"y": "1"}


@pytest.fixture
def two(db):
    """An organisation, what both people read of it, and the one who saves second."""
    organization = OrganizationFactory(name="Alt", core_mandate="Auftrag")
    return organization, EditionMark.of(organization, NAMES), UserFactory()


def test_changes_of_two_people_to_different_fields_both_stay(two):
    organization, read, by = two
    save_organization(organization, values={"name": "Neu", "core_mandate": "Auftrag"}, read=read, by=UserFactory())
    saved = save_organization(organization, values={"name": "Alt", "core_mandate": "Mehr"}, read=read, by=by)
    assert (saved.name, saved.core_mandate, saved.updated_by) == ("Neu", "Mehr", by)


def test_a_field_both_changed_is_a_conflict_with_both_sides_and_nothing_is_saved(two):
    organization, read, by = two
    first = UserFactory()
    save_organization(organization, values={"name": "Ihrer"}, read=read, by=first)
    with pytest.raises(EditConflict) as told:
        save_organization(organization, values={"name": "Meiner", "core_mandate": "Mehr"}, read=read, by=by)
    assert [(one.label, one.mine, one.theirs) for one in told.value.differences] == [("Name", "Meiner", "Ihrer")]
    assert told.value.by == str(first)
    organization.refresh_from_db()
    assert (organization.name, organization.core_mandate) == ("Ihrer", "Auftrag")
    again = EditionMark.of(told.value.current, NAMES)
    assert save_organization(organization, values={"name": "Meiner"}, read=again, by=by).name == "Meiner"


def test_without_fingerprints_every_other_value_is_a_conflict(two):
    organization, _, by = two
    read = EditionMark(edition_of(organization))
    save_organization(organization, values={"name": "Neu"}, read=read, by=by)
    with pytest.raises(EditConflict):
        save_organization(organization, values={"core_mandate": "Mehr"}, read=read, by=by)


def test_rules_of_the_row_are_checked_and_states_are_no_fields(two):
    organization, read, by = two
    with pytest.raises(ValidationError):
        save_organization(organization, values={"name": ""}, read=read, by=by)
    with pytest.raises(ValueError, match="status"):
        save_organization(organization, values={"status": "closed"}, read=read, by=by)
    with pytest.raises(ValueError, match="state"):
        save_offer(OfferFactory(), values={"state": "published"}, read=EditionMark(""), by=by)
    assert Organization.objects.get(pk=organization.pk).updated_by != by


def test_an_offer_keeps_the_topics_one_and_the_title_another_chose(db):
    offer, by, topic = OfferFactory(title="Alt"), UserFactory(), TopicFactory()
    read = EditionMark.of(offer, ["title", "topics"])
    save_offer(offer, values={"topics": [topic]}, read=read, by=by)
    save_offer(offer, values={"title": "Neu", "topics": []}, read=read, by=by)
    held = Offer.objects.get(pk=offer.pk)
    assert (held.title, list(held.topics.all())) == ("Neu", [topic])
