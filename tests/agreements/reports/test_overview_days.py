"""The list, the timeline and the table on another day than today: only what was recorded is told about that day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.enums import TerminationKind
from agreements.models import Agreement, Termination
from agreements.reports.overview import agreement_lines
from agreements.reports.term_chart import draw_term_chart
from tests.agreements.signing_world import locked, negotiated, signed
from tests.counting import queries_of
from tests.factories.partners import OrganizationFactory, person

pytestmark = pytest.mark.django_db
LIST = "/intern/vereinbarungen/"


@pytest.fixture
def today():
    return timezone.localdate()


def said(agreement, on):
    (line,) = agreement_lines([agreement], on)
    return line.standing


def german(day):
    return f"{day:%d.%m.%Y}"


def notice(agreement, declared_on, effective_on):
    Termination.objects.create(
        agreement=agreement,
        kind=TerminationKind.ORDINARY,
        declared_by=agreement.center,
        declared_on=declared_on,
        received_on=declared_on,
        earliest_on=effective_on,
        effective_on=effective_on,
    )


def test_today_the_state_speaks_and_on_other_days_the_records(today):
    running = signed().agreement
    assert said(running, today) == ""
    tomorrow, yesterday = today + timedelta(days=1), today - timedelta(days=1)
    assert said(running, tomorrow) == f"in Kraft am {german(tomorrow)}"
    assert said(running, yesterday) == f"nicht in Kraft am {german(yesterday)}: nicht von allen unterschrieben"
    assert said(negotiated(), tomorrow).endswith("nicht von allen unterschrieben")
    assert said(locked().agreement, tomorrow).endswith("nicht von allen unterschrieben")


def test_a_term_begins_and_ends_in_words(today):
    start, end = today + timedelta(days=10), today + timedelta(days=40)
    row = signed(effective_from=start, term_kind="fixed", ends_on=end, notice_to="term").agreement
    before, after = today + timedelta(days=5), end + timedelta(days=1)
    assert said(row, before) == f"nicht in Kraft am {german(before)}: unterschrieben, beginnt am {german(start)}"
    assert said(row, end) == f"in Kraft am {german(end)}"
    assert said(row, after) == f"nicht in Kraft am {german(after)}: lief am {german(end)} aus"


def test_a_notice_counts_from_the_day_it_was_given(today):
    row = signed(effective_from=today).agreement
    given, last = today + timedelta(days=20), today + timedelta(days=60)
    notice(row, given, last)
    (before,), (within,), (after,) = (
        agreement_lines([row], day) for day in (given - timedelta(days=1), given, last + timedelta(days=1))
    )
    assert before.standing == f"in Kraft am {german(before.on)}"
    assert "unbefristet" in before.term
    assert within.standing == f"in Kraft am {german(given)}: gekündigt zum {german(last)}"
    assert "endet am" in within.term
    assert after.standing == f"nicht in Kraft am {german(after.on)}: endete am {german(last)}"
    Termination.objects.update(withdrawn_at=timezone.now())
    assert said(row, last + timedelta(days=1)).startswith("in Kraft")


def test_who_is_next_and_talks_are_told_of_today_only(today):
    waiting, running = locked().agreement, signed().agreement
    Agreement.objects.filter(pk=running.pk).update(next_review_on=today + timedelta(days=3))
    rows = [waiting, Agreement.objects.get(pk=running.pk)]
    now, then = agreement_lines(rows, today), agreement_lines(rows, today + timedelta(days=1))
    assert now[0].waiting
    assert now[0].unsigned_days == 0
    assert [one.text for one in now[1].due] == ["Auswertungsgespräch"]
    assert then[0].waiting == () == then[1].due
    assert then[0].unsigned_days is None


def test_the_drawing_follows_the_day_too(today):
    start = today + timedelta(days=30)
    row = signed(
        effective_from=start,
        term_kind="renewing",
        ends_on=start + timedelta(days=200),
        renewal_months=12,
        notice_to="term",
    ).agreement
    (early,), (later,) = (draw_term_chart(agreement_lines([row], day), day).bars for day in (today, start))
    assert not early.renewed
    assert later.renewed
    assert later.is_open
    notice(row, start, start + timedelta(days=100))
    (ended,) = draw_term_chart(agreement_lines([row], start), start).bars
    assert not ended.renewed
    assert not ended.is_open


@pytest.mark.parametrize("page", ["", "zeitstrahl/", "tabelle.csv"])
@pytest.mark.parametrize("days", [0, -1])
def test_every_day_costs_the_same_for_one_and_for_three(client, page, days, today):
    center = OrganizationFactory()
    client.force_login(person("coordination", center))
    on = {"stichtag": german(today + timedelta(days=days))}

    def ask():
        answer = client.get(LIST + page, on)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        words = f"nicht in Kraft am {on['stichtag']}" in text.decode()
        assert words == (days < 0)

    signed(center=center)
    locked(center=center)
    ask()
    one = queries_of(ask)
    signed(center=center)
    locked(center=center)
    assert queries_of(ask) == one


def test_what_was_replaced_says_so(today):
    old = signed(effective_from=today).agreement
    later = today + timedelta(days=30)
    successor = signed(effective_from=later).agreement
    assert said(old, later).startswith("in Kraft")
    Agreement.objects.filter(pk=successor.pk).update(replaces=old)
    assert said(old, later) == f"nicht in Kraft am {german(later)}: abgelöst"
    assert said(old, later - timedelta(days=1)).startswith("in Kraft")
