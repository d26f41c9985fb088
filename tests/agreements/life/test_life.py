"""What happens after signing: the daily move, notice, talks, rest, hand-over, successor; and the pages for it."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from agreements.actions.drafting import begin_amendment, begin_successor
from agreements.actions.life import advance_states
from agreements.actions.life.advance_states import advance_agreement, advance_agreements
from agreements.actions.life.follow_up import (
    add_note,
    finish_follow_up,
    hand_over,
    record_review,
    resume_agreement,
    suspend_agreement,
)
from agreements.actions.life.notice import DeclaredNotice, give_notice, notice_terms, withdraw_notice
from agreements.enums import AgreementState as S
from agreements.enums import CoursesAfterEnd, NoticeTo, TerminationKind, TermKind
from agreements.life.notices import PURPOSE
from agreements.models import Agreement, Reminder, Termination
from kit.models import OutgoingMail
from kit.workflow import StepRefused
from tests.agreements.life_world import agreement, on, party, signature, step_back, version_of
from tests.agreements.signing_world import locked, negotiated, signed, upload
from tests.factories.agreements import AgreementFactory, CoverageFactory
from tests.factories.offers import OfferFactory
from tests.factories.partners import ContactPointFactory, OrganizationFactory, person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)


def state(row):
    return Agreement.objects.get(pk=row.pk).state


def declared(row, **fields):
    values = {
        "kind": TerminationKind.ORDINARY,
        "declared_by": row.center,
        "declared_on": TODAY,
        "received_on": TODAY,
    } | fields
    return DeclaredNotice(**values)


# --- the daily move --------------------------------------------------------------------------------------------------
def test_begins_on_its_day_and_not_before():
    row = agreement(state=S.SIGNED, effective_from=date(2026, 7, 1))
    assert advance_agreements(date(2026, 6, 30)) == 0
    assert state(row) == S.SIGNED
    assert advance_agreements(date(2026, 7, 1)) == 1
    assert state(row) == S.IN_FORCE


def test_twice_is_once():
    row = agreement(state=S.SIGNED, effective_from=date(2026, 7, 1))
    advance_agreements(date(2026, 7, 1))
    number = row.steps.count()
    assert advance_agreements(date(2026, 7, 1)) == 0
    assert row.steps.count() == number


def test_fixed_term_over_expires():
    row = agreement(term_kind=TermKind.FIXED, ends_on=TODAY)
    advance_agreements(TODAY)
    assert state(row) == S.IN_FORCE
    advance_agreements(TODAY + timedelta(days=1))
    assert state(row) == S.EXPIRED
    assert row.steps.last().note == "Letzter Tag war der 15.06.2026."


def test_renewals_are_logged_once_each():
    row = agreement(term_kind=TermKind.RENEWING, ends_on=date(2026, 3, 31), renewal_months=1)
    for _ in range(2):
        advance_agreements(TODAY)
    assert state(row) == S.IN_FORCE
    notes = list(row.steps.filter(verb="renew").values_list("note", flat=True))
    assert notes == ["verlängert bis 30.04.2026", "verlängert bis 31.05.2026", "verlängert bis 30.06.2026"]
    advance_agreements(date(2026, 7, 1))
    assert row.steps.filter(verb="renew").count() == 4


def test_notice_takes_effect_the_day_after_the_last_one():
    row = agreement(state=S.NOTICE_GIVEN)
    Termination.objects.create(
        agreement=row,
        kind="mutual",
        declared_by=row.center,
        declared_on=TODAY,
        received_on=TODAY,
        earliest_on=TODAY,
        effective_on=TODAY,
    )
    advance_agreements(TODAY)
    assert state(row) == S.NOTICE_GIVEN
    advance_agreements(TODAY + timedelta(days=1))
    assert state(row) == S.ENDED


def test_successor_takes_over_on_its_first_day():
    old = agreement()
    new = agreement(state=S.SIGNED, replaces=old, effective_from=date(2026, 7, 1))
    advance_agreements(date(2026, 6, 30))
    assert (state(old), state(new)) == (S.IN_FORCE, S.SIGNED)
    advance_agreements(date(2026, 7, 1))
    assert (state(old), state(new)) == (S.SUPERSEDED, S.IN_FORCE)
    assert old.steps.get(verb="supersede").note == f"durch {new.reference}"


def test_ended_before_the_successor_began_is_expired_even_if_seen_late():
    old = agreement(term_kind=TermKind.FIXED, ends_on=date(2026, 5, 31))
    agreement(state=S.SIGNED, replaces=old, effective_from=date(2026, 6, 10))
    advance_agreements(TODAY)
    assert state(old) == S.EXPIRED


def test_seamless_successor_supersedes():
    old = agreement(term_kind=TermKind.FIXED, ends_on=date(2026, 5, 31))
    agreement(state=S.IN_FORCE, replaces=old, effective_from=date(2026, 6, 1))
    advance_agreements(date(2026, 6, 1))
    assert state(old) == S.SUPERSEDED


def test_late_signed_extension_lives_again():
    row = agreement(term_kind=TermKind.FIXED, ends_on=date(2026, 5, 31))
    advance_agreements(date(2026, 6, 1))
    assert state(row) == S.EXPIRED
    version_of(row, signed_on=(TODAY, TODAY), effective_from=date(2026, 6, 1), amends=row.versions.first())
    advance_agreements(TODAY)
    assert state(row) == S.IN_FORCE


def test_archived_a_year_later_and_then_untouched():
    row = agreement(state=S.EXPIRED, term_kind=TermKind.FIXED, ends_on=date(2026, 1, 31))
    day = timezone.localdate()
    assert advance_agreements(day + timedelta(days=360)) == 0
    assert advance_agreements(day + timedelta(days=367)) == 1
    assert state(row) == S.ARCHIVED
    step_back(row, 4000)
    assert advance_agreements(day + timedelta(days=800)) == 0


def test_archiving_gives_up_an_unsigned_extension():
    row = agreement(state=S.EXPIRED, term_kind=TermKind.FIXED, ends_on=date(2026, 1, 31))
    open_one = version_of(row, signed_on=(date(2026, 1, 1),), effective_from=date(2026, 2, 1))
    advance_agreement(row, timezone.localdate() + timedelta(days=800))
    open_one.refresh_from_db()
    assert (state(row), open_one.stage) == (S.ARCHIVED, S.ABANDONED)


def test_one_that_cannot_be_moved_holds_up_no_other(monkeypatch):
    broken = agreement(state=S.SIGNED)
    fine = agreement(state=S.SIGNED)
    honest = advance_states.take_effect

    def breaks(held, version, day):
        if held.pk == broken.pk:
            raise RuntimeError
        honest(held, version, day)

    monkeypatch.setattr(advance_states, "take_effect", breaks)
    with pytest.raises(advance_states.SomeNotMoved):
        advance_agreements(TODAY)
    assert (state(broken), state(fine)) == (S.SIGNED, S.IN_FORCE)


def test_looking_costs_the_same_for_one_and_for_many(django_assert_num_queries):
    for _ in range(3):
        agreement()
    with django_assert_num_queries(1):
        assert advance_agreements(TODAY) == 0


# --- notice ----------------------------------------------------------------------------------------------------------
def test_ordinary_notice_is_refused_a_day_too_early_and_kept_with_the_earliest_day():
    with on(TODAY):
        row = agreement(notice_months=3, notice_to=NoticeTo.QUARTER)
        with pytest.raises(StepRefused, match=r"frühestens zum 30\.09\.2026"):
            give_notice(row, declared=declared(row, effective_on=date(2026, 9, 29)), by=None)
        assert not Termination.objects.exists()
        termination = give_notice(row, declared=declared(row), by=None)
    assert (termination.earliest_on, termination.effective_on) == (date(2026, 9, 30), date(2026, 9, 30))
    assert state(row) == S.NOTICE_GIVEN


def test_ordinary_notice_to_a_day_the_text_does_not_know_is_refused():
    with on(TODAY):
        row = agreement(notice_months=3, notice_to=NoticeTo.QUARTER)
        with pytest.raises(StepRefused, match="lässt der Text keine Kündigung zu"):
            notice_terms(row, declared(row, effective_on=date(2026, 10, 15)))
        assert notice_terms(row, declared(row, effective_on=date(2026, 12, 31))).effective_on == date(2026, 12, 31)


def test_extraordinary_needs_its_reason_and_no_period():
    with on(TODAY):
        row = agreement()
        with pytest.raises(StepRefused, match="Grund"):
            give_notice(row, declared=declared(row, kind="extraordinary", effective_on=TODAY), by=None)
        give_notice(row, declared=declared(row, kind="extraordinary", effective_on=TODAY, reason="Insolvenz"), by=None)
    assert state(row) == S.NOTICE_GIVEN


def test_mutual_ending_in_the_past_is_refused():
    with on(TODAY):
        row = agreement()
        with pytest.raises(StepRefused, match="vorbei"):
            notice_terms(row, declared(row, kind="mutual", effective_on=TODAY - timedelta(days=1)))


def test_only_a_party_declares_and_only_what_arrived():
    with on(TODAY):
        row = agreement()
        with pytest.raises(StepRefused, match="keine Partei"):
            notice_terms(row, declared(row, declared_by=OrganizationFactory()))
        with pytest.raises(StepRefused, match="Zukunft"):
            notice_terms(row, declared(row, received_on=TODAY + timedelta(days=1)))


def test_a_fixed_term_ends_anyway():
    with on(TODAY):
        row = agreement(term_kind=TermKind.FIXED, ends_on=date(2026, 7, 31), notice_months=3)
        with pytest.raises(StepRefused, match="ohnehin"):
            notice_terms(row, declared(row))


def test_either_party_twice_is_refused():
    with on(TODAY):
        row = agreement()
        give_notice(row, declared=declared(row), by=None)
        partner = row.versions.get().parties.exclude(organization=row.center).get().organization
        with pytest.raises(StepRefused):
            give_notice(row, declared=declared(row, declared_by=partner), by=None)


def test_an_end_entered_late_ends_at_once():
    with on(TODAY):
        row = agreement()
        past = TODAY - timedelta(days=20)
        give_notice(
            row,
            by=None,
            declared=declared(row, kind="mutual", declared_on=past, received_on=past, effective_on=date(2026, 6, 5)),
        )
    assert state(row) == S.ENDED


def test_withdrawn_notice_goes_on_and_a_new_one_is_possible():
    with on(TODAY):
        row = agreement()
        give_notice(row, declared=declared(row), by=None)
        with pytest.raises(StepRefused, match="Grund"):
            withdraw_notice(row, note=" ", by=None)
        withdraw_notice(row, note="Alle sind sich einig", by=None)
        assert state(row) == S.IN_FORCE
        assert Agreement.objects.in_force(TODAY + timedelta(days=4000)).filter(pk=row.pk).exists()
        give_notice(row, declared=declared(row), by=None)


def test_those_concerned_are_told_once_each_and_only_what_is_theirs():
    with on(TODAY):
        row = agreement(responsible=person(Role.COORDINATION), courses_after_end=CoursesAfterEnd.STOP)
        row.responsible.email = "koordination@zentrum.example"
        row.responsible.save()
        partner = row.versions.get().parties.exclude(organization=row.center).get().organization
        ContactPointFactory(organization=partner, email="partner@beispiel.example")
        stranger = OrganizationFactory()
        ContactPointFactory(organization=stranger, email="leitung@fremd.example")
        ContactPointFactory(organization=row.center, email="")
        own, other = OfferFactory(lead=stranger, title="Krabbelkreis"), OfferFactory(lead=partner, title="Elterncafé")
        for offer in (own, other):
            CoverageFactory(agreement=row, offer=offer)
        give_notice(row, declared=declared(row), by=None)
    letters = {mail.to: mail.body for mail in OutgoingMail.objects.filter(purpose=PURPOSE)}
    assert set(letters) == {"koordination@zentrum.example", "partner@beispiel.example", "leitung@fremd.example"}
    assert "Elterncafé" not in letters["leitung@fremd.example"]
    assert "Krabbelkreis" in letters["leitung@fremd.example"]
    assert all("Elterncafé" in letters[one] for one in letters if one != "leitung@fremd.example")
    assert "Laufende Kurse enden mit der Vereinbarung" in letters["partner@beispiel.example"]
    assert "/intern/" in letters["koordination@zentrum.example"]
    assert "/intern/" not in letters["leitung@fremd.example"]


def test_what_another_agreement_holds_loses_nothing():
    from agreements.life.loss_of_basis import losses_of_basis

    row, other = agreement(), agreement()
    offer = OfferFactory()
    CoverageFactory(agreement=row, offer=offer)
    assert [loss.thing for loss in losses_of_basis(row, TODAY)] == [offer]
    held = CoverageFactory(agreement=other, offer=offer)
    assert losses_of_basis(row, TODAY) == []
    held.valid_to = TODAY
    held.save()
    assert [loss.thing for loss in losses_of_basis(row, TODAY)] == [offer]


def test_letters_go_with_the_step_or_not_at_all(monkeypatch):
    with on(TODAY):
        row = agreement()
        monkeypatch.setattr("agreements.actions.life.notice.advance_agreement", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            give_notice(row, declared=declared(row), by=None)
    assert state(row) == S.IN_FORCE
    assert not OutgoingMail.objects.filter(purpose=PURPOSE).exists()


# --- talks, rest, notes, hand-over -----------------------------------------------------------------------------------
def test_a_talk_reckons_the_next_one_and_an_older_one_entered_late_does_not():
    with on(TODAY):
        row = agreement(review_months=12)
        record_review(row, held_on=TODAY, result="continue", by=None)
        assert Agreement.objects.get(pk=row.pk).next_review_on == date(2027, 6, 15)
        record_review(row, held_on=date(2026, 2, 1), result="continue", by=None)
        assert Agreement.objects.get(pk=row.pk).next_review_on == date(2027, 6, 15)
        record_review(row, held_on=TODAY, result="end", by=None)
        assert Agreement.objects.get(pk=row.pk).next_review_on is None


def test_a_talk_to_come_is_refused_and_a_day_needs_its_task():
    with on(TODAY):
        row = agreement()
        for broken in (
            {"held_on": TODAY + timedelta(days=1)},
            {"held_on": TODAY, "follow_up_due": TODAY},
            {"held_on": TODAY, "next_review_on": TODAY},
        ):
            with pytest.raises(StepRefused):
                record_review(row, result="continue", by=None, **broken)


def test_follow_up_done_twice_keeps_the_first_day():
    with on(TODAY):
        row = agreement()
        talk = record_review(row, held_on=TODAY, result="adjust", follow_up="Zeiten klären", by=None)
        finish_follow_up(talk, by=None)
        with on(TODAY + timedelta(days=3)):
            assert finish_follow_up(talk, by=None).follow_up_done_on == TODAY


def test_rest_does_not_overlap_and_does_not_touch_validity():
    with on(TODAY):
        row = agreement()
        rest = suspend_agreement(row, starts_on=TODAY, ends_on=None, reason="Umbau", by=None)
        with pytest.raises(StepRefused):
            suspend_agreement(row, starts_on=TODAY + timedelta(days=90), ends_on=None, reason="Umbau", by=None)
        assert Agreement.objects.in_force(TODAY).filter(pk=row.pk).exists()
        assert Agreement.objects.suspended_on(TODAY).filter(pk=row.pk).exists()
        resume_agreement(rest, last_day=TODAY, by=None)
        assert not Agreement.objects.suspended_on(TODAY + timedelta(days=1)).filter(pk=row.pk).exists()
        with pytest.raises(StepRefused):
            resume_agreement(rest, last_day=TODAY - timedelta(days=1), by=None)


def test_nobody_stands_in_for_himself():
    row, one = agreement(), person(Role.COORDINATION)
    with pytest.raises(StepRefused):
        hand_over(row, responsible=one, deputy=one, by=None)
    hand_over(row, responsible=one, deputy=None, by=one)
    assert Agreement.objects.get(pk=row.pk).responsible == one


# --- pages -----------------------------------------------------------------------------------------------------------
PAGES = ("life", "notice", "amend", "succeed", "accede", "review", "suspend", "note", "responsible")


@pytest.fixture
def world(client):
    row = agreement(effective_from=timezone.localdate() - timedelta(days=30), signed=timezone.localdate())
    row.versions.get()
    boss = person(Role.COORDINATION, row.center)
    partner = row.versions.get().parties.exclude(organization=row.center).get().organization
    return row, boss, person(Role.PARTNER_MANAGER, partner)


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_for_the_centre(client, world, name):
    row, boss, _partner = world
    client.force_login(boss)
    response = client.get(reverse(f"agreements:{name}", args=[row.uuid]))
    assert response.status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_partners_read_the_story_and_change_nothing(client, world, name):
    row, _boss, partner = world
    client.force_login(partner)
    expected = 200 if name == "life" else 403
    assert client.get(reverse(f"agreements:{name}", args=[row.uuid])).status_code == expected
    client.force_login(person(Role.PARTNER_MANAGER))
    assert client.get(reverse(f"agreements:{name}", args=[row.uuid])).status_code == 404


def test_partners_read_no_notes_no_reminders_no_names_of_colleagues(client, world):
    row, boss, partner = world
    boss.display_name = "Koordination Elsterbogen"
    boss.save()
    add_note(row, text="Vorsicht, heikel", by=boss)
    Reminder.objects.create(agreement=row, kind="review", due_on=timezone.localdate(), days=30, letters=2)
    begin_amendment(row, change_note="Mehr Termine", by=boss)
    address = reverse("agreements:life", args=[row.uuid])
    client.force_login(boss)
    text = client.get(address).content.decode()
    assert "Vorsicht, heikel" in text
    assert "Erinnert an" in text
    assert "Koordination Elsterbogen: Nachtrag begonnen" in text
    client.force_login(partner)
    text = client.get(address).content.decode()
    assert "Vorsicht" not in text
    assert "Erinnert an" not in text
    assert f"{row.center.name}: Nachtrag begonnen" in text


def test_signatories_names_are_for_parties_and_administration(client, world):
    row, boss, partner = world
    version = row.versions.get()
    other = AgreementFactory(center=row.center, state=S.PARTIALLY_SIGNED)
    version = version_of(other, stage=S.PARTIALLY_SIGNED)
    signature(version, version.parties.first(), timezone.localdate(), signatory_name="Kim Beispiel")
    address = reverse("agreements:life", args=[other.uuid])
    for who, sees in ((boss, True), (person(Role.READ_ONLY), False), (person(Role.ADMINISTRATION), True)):
        client.force_login(who)
        assert ("Kim Beispiel" in client.get(address).content.decode()) is sees


def test_why_nothing_came_of_it_stays_inside(client):
    from agreements.actions.locking import abandon_agreement
    from tests.agreements.negotiation_world import negotiation

    made = negotiation()
    abandon_agreement(made.agreement, note="Der Partner ist zahlungsunfähig", by=made.boss)
    address = reverse("agreements:life", args=[made.agreement.uuid])
    client.force_login(made.manager)
    assert "zahlungsunfähig" not in client.get(address).content.decode()
    client.force_login(made.boss)
    assert "zahlungsunfähig" in client.get(address).content.decode()


def test_notice_shows_first_and_enters_then(client, world):
    row, boss, _partner = world
    CoverageFactory(agreement=row, offer=OfferFactory(title="Krabbelkreis"))
    client.force_login(boss)
    address = reverse("agreements:notice", args=[row.uuid])
    today = timezone.localdate().isoformat()
    values = {"kind": "ordinary", "declared_by": row.center.pk, "declared_on": today, "received_on": today}
    shown = client.post(address, values | {"calculate": "1"})
    assert shown.status_code == 200
    assert "Krabbelkreis" in shown.content.decode()
    assert state(row) == S.IN_FORCE
    assert client.post(address, values | {"confirm": "1"}).status_code == 302
    assert state(row) == S.NOTICE_GIVEN
    assert client.get(reverse("agreements:life", args=[row.uuid])).status_code == 200
    assert client.post(reverse("agreements:notice_withdraw", args=[row.uuid]), {"note": ""}).status_code == 422
    assert client.post(reverse("agreements:notice_withdraw", args=[row.uuid]), {"note": "einig"}).status_code == 302
    assert state(row) == S.IN_FORCE


def test_the_letter_is_kept_with_the_notice_and_a_wrong_file_is_named(client, world):
    row, boss, _partner = world
    client.force_login(boss)
    today = timezone.localdate().isoformat()
    address = reverse("agreements:notice", args=[row.uuid])
    values = {
        "kind": "extraordinary",
        "declared_by": row.center.pk,
        "declared_on": today,
        "received_on": today,
        "reason": "Der Raum ist abgebrannt",
        "confirm": "1",
    }
    wrong = client.post(address, values | {"checked": SimpleUploadedFile("brief.pdf", b"MZ kein PDF")})
    assert wrong.status_code == 422
    assert wrong.context["letter"].errors["checked"]
    assert "Der Raum ist abgebrannt" in wrong.content.decode()
    assert (state(row), row.attachments.count()) == (S.IN_FORCE, 0)
    assert client.post(address, values | {"checked": upload()}).status_code == 302
    document = row.terminations.get().document
    assert (document.kind, document.agreement, row.attachments.get()) == ("letter", row, document)


def test_a_broken_notice_comes_back_with_the_typed(client, world):
    row, boss, _partner = world
    client.force_login(boss)
    response = client.post(reverse("agreements:notice", args=[row.uuid]), {"kind": "extraordinary", "confirm": "1"})
    assert response.status_code == 422
    assert state(row) == S.IN_FORCE


def test_every_form_does_its_thing(client, world):
    row, boss, _partner = world
    client.force_login(boss)
    today = timezone.localdate().isoformat()
    for name, values in (
        ("review", {"held_on": today, "result": "adjust", "follow_up": "Zeiten klären", "follow_up_due": today}),
        ("suspend", {"starts_on": today, "reason": "Umbau"}),
        ("note", {"text": "Bitte anrufen"}),
        ("responsible", {"responsible": boss.pk}),
        ("amend", {"change_note": "Mehr Termine"}),
    ):
        response = client.post(reverse(f"agreements:{name}", args=[row.uuid]), values)
        assert response.status_code == 302, (name, response.context["form"].errors)
    talk = row.reviews.get()
    assert client.post(reverse("agreements:follow_up_done", args=[row.uuid, talk.uuid])).status_code == 302
    rest = row.suspensions.get()
    assert (
        client.post(reverse("agreements:suspension_end", args=[row.uuid, rest.pk]), {"last_day": today}).status_code
        == 302
    )
    talk.refresh_from_db()
    assert talk.follow_up_done_on
    assert Agreement.objects.get(pk=row.pk).responsible == boss


@pytest.mark.parametrize("name", ["review", "suspend", "note", "amend", "accede"])
def test_an_empty_form_is_refused_with_words(client, world, name):
    row, boss, _partner = world
    client.force_login(boss)
    assert client.post(reverse(f"agreements:{name}", args=[row.uuid]), {}).status_code == 422


def test_accession_by_its_page(client):
    row = agreement(effective_from=timezone.localdate(), signed=timezone.localdate(), open_to_accession=True)
    boss, newcomer = person(Role.COORDINATION, row.center), OrganizationFactory()
    client.force_login(boss)
    today = timezone.localdate().isoformat()
    values = {"organization": newcomer.pk, "signed_on": today, "effective_on": today, "signatory_function": "Vorstand"}
    response = client.post(reverse("agreements:accede", args=[row.uuid]), values)
    assert response.status_code == 302, response.context["form"].errors
    assert row.accessions.get().organization == newcomer


def test_successor_shows_the_days_between(client):
    today = timezone.localdate()
    row = agreement(
        effective_from=today - timedelta(days=100),
        signed=today - timedelta(days=100),
        term_kind=TermKind.FIXED,
        ends_on=today + timedelta(days=10),
    )
    boss = person(Role.COORDINATION, row.center)
    new = begin_successor(row, by=boss)
    address = reverse("agreements:life", args=[row.uuid])
    client.force_login(boss)
    assert "lückenlos" in client.get(address).content.decode()
    new.versions.update(effective_from=today + timedelta(days=16))
    assert "Dazwischen liegen 5 Tage ohne Vereinbarung" in client.get(address).content.decode()


# --- steps -----------------------------------------------------------------------------------------------------------
def test_a_step_says_what_is_missing_before_anybody_presses(client):
    row = negotiated()
    row.versions.get().clauses.update(text="", block="")
    boss = person(Role.COORDINATION, row.center)
    client.force_login(boss)
    text = client.get(reverse("agreements:step", args=[row.uuid, "lock"])).content.decode()
    assert "ist noch leer" in text
    assert client.post(reverse("agreements:step", args=[row.uuid, "lock"])).status_code == 422
    assert state(row) == S.IN_NEGOTIATION


def test_steps_forward_and_back(client):
    row = negotiated()
    boss = person(Role.COORDINATION, row.center)
    client.force_login(boss)
    for verb, values, expected in (
        ("lock", {}, S.FINAL_TEXT),
        ("reopen", {"note": "Zahlendreher"}, S.IN_NEGOTIATION),
        ("redraft", {}, S.DRAFT),
        ("negotiate", {}, S.IN_NEGOTIATION),
        ("abandon", {"note": "Kein Interesse"}, S.ABANDONED),
    ):
        response = client.post(reverse("agreements:step", args=[row.uuid, verb]), values)
        assert response.status_code == 302, response.context["form"].errors
        assert state(row) == expected
    assert client.get(reverse("agreements:step", args=[row.uuid, "lock"])).status_code == 302


def test_a_reason_is_asked_for_and_an_unknown_step_is_not_found(client):
    row = locked().agreement
    client.force_login(person(Role.COORDINATION, row.center))
    assert client.post(reverse("agreements:step", args=[row.uuid, "reopen"]), {"note": ""}).status_code == 422
    assert client.get(reverse("agreements:step", args=[row.uuid, "begin"])).status_code == 404
    assert state(row) == S.FINAL_TEXT


def test_queries_of_the_page_do_not_grow(client, django_assert_max_num_queries):
    row = signed().agreement
    boss = person(Role.COORDINATION, row.center)
    client.force_login(boss)
    address = reverse("agreements:life", args=[row.uuid])
    client.get(address)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(3):
        record_review(row, held_on=timezone.localdate(), result="continue", by=boss)
        add_note(row, text=f"Notiz {number}", by=boss)
        CoverageFactory(agreement=row, offer=OfferFactory())
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few)


def test_party_is_used():
    version = version_of(AgreementFactory(), parties=0)
    with pytest.raises(Exception, match="gesperrt"):
        party(version)
