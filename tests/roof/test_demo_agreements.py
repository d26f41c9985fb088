"""The demo network's agreements are in just the states of domain 8.4, and unharmed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.calendar import notice_deadline
from agreements.enums import AgreementState as S
from agreements.models import Agreement, AgreementVersion, ClauseComment, Commitment
from agreements.reports.capacity import partner_loads
from agreements.text.canonical import canonical_content, content_checksum, document_of, rows_of
from agreements.workflow import BEFORE_SIGNED
from partners.models import Partnership

STATES = {
    1: S.IN_FORCE,
    2: S.IN_FORCE,
    3: S.IN_FORCE,
    4: S.IN_FORCE,
    5: S.IN_FORCE,
    6: S.EXPIRED,
    7: S.IN_FORCE,
    8: S.DRAFT,
    9: S.IN_NEGOTIATION,
    10: S.FINAL_TEXT,
    11: S.PARTIALLY_SIGNED,
    12: S.SIGNED,
    13: S.NOTICE_GIVEN,
    14: S.ARCHIVED,
    15: S.IN_FORCE,
    16: S.ABANDONED,
    17: S.IN_FORCE,
    18: S.IN_FORCE,
}
IN_FORCE = {1, 2, 3, 4, 5, 7, 13, 15, 17, 18}


@pytest.fixture
def today(demo_site):
    return timezone.localdate()


def numbered(rows):
    return {int(row.reference[-3:]): row for row in rows.filter(is_demo=True)}


def agreement(number):
    return numbered(Agreement.objects.all())[number]


def test_all_eighteen_are_in_their_states(today):
    assert {number: row.state for number, row in numbered(Agreement.objects.all()).items()} == STATES


def test_in_force_is_what_is_signed_by_all_and_within_its_term(today):
    """A-11 and A-12 are not, A-02 is (domain 8.10.4); A-13 is until its last day."""
    assert set(numbered(Agreement.objects.in_force(today))) == IN_FORCE


def test_the_signed_one_is_in_force_in_two_weeks(today):
    assert 12 in numbered(Agreement.objects.in_force(today + timedelta(days=14)))
    assert 12 not in numbered(Agreement.objects.in_force(today + timedelta(days=13)))
    assert 11 not in numbered(Agreement.objects.in_force(today + timedelta(days=365)))


def test_dates_are_those_of_the_story(today):
    renewing = agreement(3).versions.get()
    assert notice_deadline(renewing.term, today)[0] == today + timedelta(days=20)
    assert agreement(2).next_review_on == today + timedelta(days=30)
    assert agreement(5).versions.get().ends_on == today + timedelta(days=60)
    ended = agreement(13).terminations.get()
    assert (ended.effective_on + timedelta(days=1)).strftime("%d.%m") in ("01.01", "01.07")


def test_negotiation_has_three_comments_one_of_them_open(today):
    comments = ClauseComment.objects.filter(version__agreement=agreement(9))
    assert comments.count() == 3
    assert comments.filter(state="open").count() == 1


def test_nobody_opens_or_answers_before_being_invited(today):
    one = agreement(9)
    said = one.steps.get(verb="negotiate").at
    remarks = ClauseComment.objects.filter(version__agreement=one).values_list("at", flat=True)
    for invitation in one.invitations.all():
        assert said < invitation.invited_at < invitation.last_opened_at <= timezone.now()
        assert invitation.invited_at < min(remarks)
    assert one.invitations.exists()


def test_the_house_agreement_is_amended(today):
    first, second = agreement(1).versions.order_by("number")
    assert second.amends == first
    assert agreement(1).versions.governing_on(today).get() == second
    assert agreement(1).versions.governing_on(second.effective_from - timedelta(days=1)).get() == first


def test_ninety_six_of_a_hundred_hours(today):
    counselling = "evangelisches-hilfswerk-elster"
    rows = Commitment.objects.filter(
        version__in=AgreementVersion.objects.governing_on(today), organization__slug=counselling, unit="hours"
    )
    assert sum(row.quantity for row in rows if not row.is_excluded) == 96
    capacity = Partnership.objects.filter(partner__slug="erziehungsberatung-am-muehlgraben", state="active")
    assert sum(row.capacity_hours_year or 0 for row in capacity) == 100


def test_locked_texts_are_what_their_rows_say(today):
    versions = AgreementVersion.objects.filter(locked_at__isnull=False, is_demo=True).select_related(
        "agreement__center", "amends"
    )
    assert versions.count() == len([one for one in STATES.values() if one not in BEFORE_SIGNED]) + 2  # amendment, final
    for version in versions:
        assert content_checksum(version.content) == version.content_hash
        assert document_of(version).clauses
        assert str(version.agreement.uuid) == rows_of(version)["agreement"]
        assert canonical_content(version) == version.content


def test_every_demo_agreement_says_something(today):
    for version in AgreementVersion.objects.filter(is_demo=True).select_related("agreement__center", "amends"):
        said = document_of(version)
        assert said.parties
        assert len(said.clauses) >= 5, version


def test_the_counselling_centre_is_nearly_full(today):
    (load,) = (one for one in partner_loads(Agreement.objects.all(), today) if "Hilfswerk" in one.partner.name)
    assert load.words == "96 von 100 Stunden, fast ausgeschöpft"
