"""Every state, every step, every role, against tables written down from domain 3.7.2 and not from the code."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from agreements.actions.life.advance_states import advance_agreement
from agreements.actions.life.notice import DeclaredNotice, give_notice, withdraw_notice
from agreements.actions.locking import (
    abandon_agreement,
    begin_negotiation,
    lock_version,
    reopen_version,
    return_to_draft,
)
from agreements.enums import AgreementState
from agreements.models import Agreement, Termination
from agreements.permissions import can_take_step
from agreements.workflow import AGREEMENT
from kit.workflow import StepRefused
from tests.agreements.life_world import agreement
from tests.agreements.signing_world import locked, negotiated, sign
from tests.factories.partners import OrganizationFactory, person

BY_PEOPLE = {
    # domain 3.7.2
    ("draft", "negotiate"): "in_negotiation",
    ("in_negotiation", "redraft"): "draft",
    ("in_negotiation", "lock"): "final_text",
    ("final_text", "sign"): "partially_signed",
    ("partially_signed", "sign"): "partially_signed",
    ("in_force", "give_notice"): "notice_given",
    ("draft", "abandon"): "abandoned",
    ("in_negotiation", "abandon"): "abandoned",
    ("final_text", "abandon"): "abandoned",
    # beyond it, as the workflow says and why
    ("partially_signed", "abandon"): "abandoned",
    ("final_text", "reopen"): "in_negotiation",
    ("partially_signed", "reopen"): "in_negotiation",
    ("signed", "give_notice"): "notice_given",
    ("notice_given", "withdraw"): "in_force",
}
BY_SYSTEM = {
    ("final_text", "complete"): "signed",
    ("partially_signed", "complete"): "signed",
    ("signed", "begin"): "in_force",
    ("in_force", "renew"): "in_force",
    ("in_force", "expire"): "expired",
    ("in_force", "supersede"): "superseded",
    ("notice_given", "end"): "ended",
    ("expired", "archive"): "archived",
    ("ended", "archive"): "archived",
    ("superseded", "archive"): "archived",
    ("abandoned", "archive"): "archived",
    # beyond it
    ("notice_given", "supersede"): "superseded",
    ("expired", "revive"): "in_force",
}
STATES = (
    "draft",
    "in_negotiation",
    "final_text",
    "partially_signed",
    "signed",
    "in_force",
    "notice_given",
    "expired",
    "ended",
    "superseded",
    "abandoned",
    "archived",
)
PEOPLE_VERBS = ("negotiate", "redraft", "lock", "sign", "reopen", "abandon", "give_notice", "withdraw")
SYSTEM_VERBS = ("complete", "begin", "renew", "expire", "supersede", "end", "archive", "revive")
NEED_A_REASON = {"reopen", "abandon", "withdraw"}
ROLES_THAT_STEP = {"administration", "coordination"}


# --- the table -------------------------------------------------------------------------------------------------------
def target(state: str, verb: str) -> tuple[str, bool] | None:
    """Where the workflow leads and whether the system goes there; ``None`` when it refuses."""
    try:
        step = AGREEMENT.step(state, verb, note="Grund")
    except StepRefused:
        return None
    return step.target, step.system


def test_a_step_leads_where_the_table_says_or_nowhere():
    every = [(state, verb) for state in STATES for verb in (*PEOPLE_VERBS, *SYSTEM_VERBS)]
    table = {at: (to, False) for at, to in BY_PEOPLE.items()} | {at: (to, True) for at, to in BY_SYSTEM.items()}
    said = {at: target(*at) for at in every}
    assert {at: (said[at], table.get(at)) for at in every if said[at] != table.get(at)} == {}


def test_no_state_and_no_step_is_unknown_to_the_tables():
    assert set(STATES) == set(AgreementState.values)
    assert {step.verb for step in AGREEMENT} == {*PEOPLE_VERBS, *SYSTEM_VERBS}


def test_reasons_are_asked_for_where_they_belong(subtests):
    for state, verb in sorted(BY_PEOPLE):
        with subtests.test(f"{state}, {verb}"):
            if verb in NEED_A_REASON:
                with pytest.raises(StepRefused, match="Grund"):
                    AGREEMENT.step(state, verb, note="  ")
            else:
                AGREEMENT.step(state, verb)


def test_people_are_offered_their_own_steps_only():
    offered = {(state, step.verb) for state in STATES for step in AGREEMENT.possible(state)}
    assert offered == set(BY_PEOPLE)


# --- roles -----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_who_may_take_which_step(role):
    """Every state: the right hangs on the role and the centre, the state is the workflow's to say."""
    center = OrganizationFactory()
    at_home, abroad = person(role, center), person(role, OrganizationFactory())
    for state in STATES:
        row = Agreement(reference="X", title="X", center=center, state=state)
        for verb in PEOPLE_VERBS:
            assert can_take_step(at_home, row, verb) is (role in ROLES_THAT_STEP), (state, verb)
            assert can_take_step(abroad, row, verb) is (role == "administration"), (state, verb)
        for verb in SYSTEM_VERBS:
            assert not can_take_step(at_home, row, verb), (state, verb)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_pages_of_steps_keep_to_the_same_table(client, role):
    row = locked().agreement
    partner = row.versions.get().parties.exclude(organization=row.center).first().organization
    readers = {"administration", "coordination", "data_protection", "read_only", "auditor"}
    for who, of_center in ((person(role, row.center), True), (person(role, partner), False)):
        client.force_login(who)
        for verb in ("reopen", "abandon"):
            status = client.get(reverse("agreements:step", args=[row.uuid, verb])).status_code
            if role == "administration" or (role == "coordination" and of_center):
                assert status == 200
            else:
                seen = readers | {"partner_manager", "partner_editor"}
                assert status == (403 if role in seen else 404), (role, of_center)
        for verb in SYSTEM_VERBS:
            status = client.post(reverse("agreements:step", args=[row.uuid, verb])).status_code
            assert status in (403, 404)
    row.refresh_from_db()
    assert row.state == "final_text"


# --- the actions themselves, from every state ------------------------------------------------------------------------
def in_state(state) -> Agreement:
    """An agreement that came to ``state`` as people get there, or as the worker leaves it."""
    if state == "draft":
        row = negotiated()
        return_to_draft(row, by=None)
        return fresh(row)
    if state == "in_negotiation":
        return negotiated()
    if state in ("final_text", "partially_signed", "abandoned"):
        version = locked()
        if state == "partially_signed":
            sign(version)
        if state == "abandoned":
            abandon_agreement(version.agreement, note="Grund", by=None)
        return fresh(version.agreement)
    today = timezone.localdate()
    long_ago = today - timedelta(days=400)
    dates = {"effective_from": long_ago, "signed": long_ago}
    if state == "signed":
        dates["effective_from"] = today + timedelta(days=14)
    if state == "expired":
        dates |= {"term_kind": "fixed", "ends_on": today - timedelta(days=20)}
    row = agreement(state=state, **dates)
    if state in ("notice_given", "ended", "archived"):
        Termination.objects.create(
            agreement=row,
            kind="mutual",
            declared_by=row.center,
            declared_on=long_ago,
            received_on=long_ago,
            earliest_on=today,
            effective_on=today + timedelta(days=30 if state == "notice_given" else -30),
        )
    if state == "superseded":
        agreement(replaces=row, **dates)
    return row


def fresh(row):
    return Agreement.objects.get(pk=row.pk)


def take(row, verb):
    today = timezone.localdate()
    version = row.versions.filter(closed_at=None).exclude(stage="abandoned").order_by("-number").first()
    match verb:
        case "negotiate":
            begin_negotiation(row, by=None)
        case "redraft":
            return_to_draft(row, by=None)
        case "lock":
            lock_version(row, by=None)
        case "reopen":
            reopen_version(row, note="Grund", by=None)
        case "abandon":
            abandon_agreement(row, note="Grund", by=None)
        case "sign":
            if version is None:
                raise StepRefused("kein Text")
            taken = version.signatures.values_list("party", flat=True)
            rows = list(version.parties.filter(must_sign=True))
            number = next((at for at, one in enumerate(rows) if one.pk not in taken), 0)
            sign(version, number=number)
        case "give_notice":
            give_notice(
                row, declared=DeclaredNotice("mutual", row.center, today, today, today + timedelta(30)), by=None
            )
        case "withdraw":
            withdraw_notice(row, note="Grund", by=None)


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_actions_go_where_the_table_says_and_leave_a_step(state):
    row = in_state(state)
    assert fresh(row).state == state
    for verb in PEOPLE_VERBS:
        expected = BY_PEOPLE.get((state, verb))
        if (state, verb) == ("partially_signed", "sign"):
            expected = "in_force"  # the last of two: signed by the system, and its day has come
        with transaction.atomic():
            number = row.steps.count()
            try:
                with transaction.atomic():
                    take(fresh(row), verb)
            except StepRefused:
                assert expected is None, (state, verb)
                assert fresh(row).state == state
                assert row.steps.count() == number
            else:
                assert fresh(row).state == expected, (state, verb)
                last = row.steps.order_by("-pk").first()
                assert row.steps.count() > number
                assert last.after == expected
            transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_the_worker_leaves_alone_what_is_not_due(state):
    row = in_state(state)
    advance_agreement(row)
    assert fresh(row).state == state
