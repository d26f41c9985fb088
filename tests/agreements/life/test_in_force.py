"""„In Kraft" (I-14): by hand, against a second model in plain Python, and what the database refuses (I-15)."""

import random
import uuid
from datetime import date, timedelta

import pgtrigger
import pytest
from django.db import DatabaseError, connection, transaction

from agreements.actions.life.advance_states import advance_agreements
from agreements.enums import AgreementState as S
from agreements.enums import TermKind
from agreements.models import (
    Agreement,
    AgreementContact,
    AgreementParty,
    AgreementVersion,
    Annex,
    Basis,
    Clause,
    Commitment,
    Responsibility,
    RoomUse,
    Signature,
    SignatureVoid,
    Termination,
)
from tests.agreements.life_world import agreement, lock, party, signature, version_of
from tests.agreements.signing_world import locked, negotiated, sign
from tests.factories.agreements import AgreementFactory
from tests.factories.partners import OrganizationFactory, RoomFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 15)
ONE = timedelta(days=1)


def holds(row, day=DAY) -> bool:
    return Agreement.objects.in_force(day).filter(pk=row.pk).exists()


def end(row, effective_on, **fields):
    return Termination.objects.create(
        agreement=row,
        kind="mutual",
        declared_by=row.center,
        declared_on=date(2026, 1, 1),
        received_on=date(2026, 1, 1),
        earliest_on=effective_on,
        effective_on=effective_on,
        **fields,
    )


# --- by hand ---------------------------------------------------------------------------------------------------------
def test_all_signed_and_begun():
    row = agreement()
    assert holds(row)
    assert not holds(row, date(2025, 12, 31))
    assert holds(row, date(2026, 1, 1))
    assert holds(row, date(2126, 1, 1))


def test_one_of_two_signed_is_not():
    row = AgreementFactory(state=S.PARTIALLY_SIGNED)
    version_of(row, signed_on=(date(2026, 1, 1),))
    assert not holds(row)


def test_signed_by_all_but_begins_later_is_not_yet():
    row = agreement(state=S.SIGNED, effective_from=DAY + 14 * ONE)
    assert not holds(row)
    assert holds(row, DAY + 14 * ONE)


def test_signatures_under_different_versions_are_none():
    row = AgreementFactory(state=S.PARTIALLY_SIGNED)
    first = version_of(row, stage=S.ABANDONED)
    signature(first, first.parties.all()[0], date(2026, 1, 1))
    second = version_of(row, stage=S.PARTIALLY_SIGNED)
    signature(second, second.parties.all()[1], date(2026, 1, 1))
    assert not holds(row)


def test_who_need_not_sign_is_not_waited_for():
    row = AgreementFactory(state=S.SIGNED)
    version = AgreementVersion.objects.create(agreement=row, effective_from=date(2026, 1, 1))
    must, _free = party(version), party(version, must_sign=False)
    lock(version, stage=S.SIGNED)
    signature(version, must, date(2026, 1, 1))
    assert holds(row)


def test_nobody_must_sign_is_never_signed():
    row = AgreementFactory(state=S.SIGNED)
    version = AgreementVersion.objects.create(agreement=row, effective_from=date(2026, 1, 1))
    party(version, must_sign=False)
    lock(version, stage=S.SIGNED)
    assert not holds(row)


def test_a_voided_signature_does_not_count():
    row = agreement()
    SignatureVoid.objects.create(signature=Signature.objects.first(), reason="falsche Partei")
    assert not holds(row)


def test_what_was_signed_later_did_not_hold_before():
    row = agreement(signed=date(2026, 3, 10))
    assert not holds(row, date(2026, 3, 9))
    assert holds(row, date(2026, 3, 10))


def test_a_successor_takes_over_on_its_day_and_not_by_being_planned():
    old = agreement()
    new = agreement(state=S.SIGNED, replaces=old, effective_from=DAY)
    assert holds(old, DAY - ONE)
    assert not holds(new, DAY - ONE)
    assert not holds(old, DAY)
    assert holds(new, DAY)
    draft = AgreementFactory(replaces=new)
    version_of(draft)
    assert holds(new)


def test_a_successor_that_ended_gives_nothing_back():
    old = agreement()
    agreement(state=S.EXPIRED, replaces=old, term_kind=TermKind.FIXED, effective_from=DAY, ends_on=DAY)
    assert not holds(old, DAY + 100 * ONE)


def test_an_amendment_takes_over_on_its_day():
    row = agreement(term_kind=TermKind.FIXED, ends_on=DAY)
    version_of(row, signed_on=(DAY, DAY), effective_from=DAY + ONE)
    assert holds(row, DAY)
    assert holds(row, DAY + 1000 * ONE)
    row = agreement()
    version_of(row, signed_on=(DAY, DAY), effective_from=DAY, term_kind=TermKind.FIXED, ends_on=DAY + ONE)
    assert holds(row, DAY + ONE)
    assert not holds(row, DAY + 2 * ONE)


def test_an_unsigned_amendment_changes_nothing():
    row = agreement()
    version_of(row, signed_on=(DAY,), effective_from=DAY - ONE, term_kind=TermKind.FIXED, ends_on=DAY - ONE)
    assert holds(row)


def test_notice_counts_from_the_day_after_and_not_when_withdrawn():
    row = agreement()
    termination = end(row, DAY)
    assert holds(row, DAY)
    assert not holds(row, DAY + ONE)
    Termination.objects.filter(pk=termination.pk).update(withdrawn_at="2026-06-01T00:00Z")
    assert holds(row, DAY + ONE)


def test_a_term_that_renews_goes_on_and_a_fixed_one_does_not():
    renewing = agreement(term_kind=TermKind.RENEWING, ends_on=DAY, renewal_months=12)
    fixed = agreement(term_kind=TermKind.FIXED, ends_on=DAY)
    project = agreement(term_kind=TermKind.PROJECT, ends_on=DAY)
    assert [holds(row, DAY) for row in (renewing, fixed, project)] == [True, True, True]
    assert [holds(row, DAY + ONE) for row in (renewing, fixed, project)] == [True, False, False]


def test_the_state_column_decides_nothing():
    for state in S.values:
        assert holds(agreement(state=state))


def test_the_mark_on_rows_and_the_set_are_the_same():
    agreement(), agreement(state=S.SIGNED, effective_from=DAY + ONE)
    marked = {row.pk for row in Agreement.objects.with_in_force(DAY) if row.is_in_force}
    assert marked == set(Agreement.objects.in_force(DAY).values_list("pk", flat=True))
    assert len(marked) == 1


# --- against a second model ------------------------------------------------------------------------------------------
START = date(2024, 1, 1)
SPAN = 900


class Plain:
    """What an agreement is, in plain values."""

    def __init__(self):
        self.versions, self.endings, self.replaces = [], [], None

    def binding(self, day):
        found = None
        for version in self.versions:
            required = [one for one in version["parties"] if one["must"]]
            complete = required and all(any(at <= day and not void for at, void in one["signed"]) for one in required)
            if version["locked"] and not version["abandoned"] and complete and version["from"] <= day:
                found = version
        return found

    def in_force(self, day, others):
        version = self.binding(day)
        if version is None:
            return False
        if version["kind"] in ("fixed", "project") and version["to"] < day:
            return False
        if any(last < day and not withdrawn for last, withdrawn in self.endings):
            return False
        return not any(other.replaces is self and other.binding(day) for other in others)


def some_day(dice, least=0):
    return START + timedelta(days=dice.randint(least, SPAN))


def invent(dice, others, *, is_signed=False) -> Plain:
    """A random one. ``is_signed``: the first version signed by all before the first day, no void, not abandoned."""
    plain = Plain()
    is_ended = dice.random() < 0.25
    for number in range(dice.choice([1, 1, 2, 3])):
        sure = is_signed and number == 0
        kind = dice.choice(["open_ended", "fixed", "project", "renewing"])
        if is_signed and is_ended:
            kind = "open_ended"  # nobody gives notice to a day after the agreed end
        start = some_day(dice)
        locked_one = sure or dice.random() < 0.9
        parties = []
        for at in range(dice.choice([1, 2, 3])):
            must = at == 0 and sure or dice.random() < 0.85
            signed = []
            if locked_one and (sure or dice.random() < 0.85):
                signed = [(START - ONE if sure else some_day(dice), False if sure else dice.random() < 0.1)]
                if dice.random() < 0.1 and not sure:
                    signed.append((some_day(dice), dice.random() < 0.3))
            parties.append({"must": must, "signed": signed})
        plain.versions.append(
            {
                "locked": locked_one,
                "abandoned": locked_one and not sure and dice.random() < 0.1,
                "from": start,
                "kind": kind,
                "to": None if kind == "open_ended" else start + timedelta(days=dice.randint(0, 400)),
                "parties": parties,
            }
        )
    if is_ended:
        plain.endings.append((some_day(dice), False))
    if dice.random() < 0.2:
        plain.endings.append((some_day(dice), True))
    if others and dice.random() < 0.25:
        plain.replaces = dice.choice(others)
    return plain


def analyze():
    """The planner learns of the rows of this transaction; rolled back tests leave it with „empty" and bad plans."""
    with connection.cursor() as cursor:
        for table in ("agreement", "agreementversion", "agreementparty", "signature", "signaturevoid", "termination"):
            cursor.execute(f"ANALYZE agreements_{table}")


def store(plain, rows, organization) -> Agreement:
    valid = [last for last, withdrawn in plain.endings if not withdrawn]
    row = AgreementFactory(
        center=organization, replaces=rows.get(plain.replaces), state=S.NOTICE_GIVEN if valid else S.SIGNED
    )
    for number, version in enumerate(plain.versions, start=1):
        made = AgreementVersion.objects.create(
            agreement=row,
            number=number,
            effective_from=version["from"],
            term_kind=version["kind"],
            ends_on=version["to"],
            renewal_months=6 if version["kind"] == "renewing" else None,
            closed_at=None if version["locked"] else "2024-01-01T00:00Z",
            stage=S.DRAFT,
        )
        with pgtrigger.ignore("agreements.AgreementParty:part_of_version"):
            made_parties = [
                AgreementParty.objects.create(
                    version=made, key=uuid.uuid4(), organization=OrganizationFactory(), must_sign=one["must"]
                )
                for one in version["parties"]
            ]
        if version["locked"]:
            lock(made, stage=S.ABANDONED if version["abandoned"] else S.FINAL_TEXT)
        for one, made_party in zip(version["parties"], made_parties, strict=True):
            for day, void in one["signed"]:
                written = signature(made, made_party, day)
                if void:
                    SignatureVoid.objects.create(signature=written, reason="x")
    for last, withdrawn in plain.endings:
        end(row, last, withdrawn_at="2024-01-01T00:00Z" if withdrawn else None)
    rows[plain] = row
    return row


@pytest.mark.parametrize("seed", range(4))
def test_the_query_agrees_with_the_plain_model_on_random_agreements_and_days(seed):
    dice, rows, plains = random.Random(seed), {}, []  # noqa: S311 - a test wants the same dice every time
    organization = OrganizationFactory()
    for _ in range(40):
        plain = invent(dice, plains)
        plains.append(plain)
        store(plain, rows, organization)
    analyze()
    ever = 0
    for day in sorted({some_day(dice, -30) for _ in range(60)}):
        held = set(Agreement.objects.in_force(day).values_list("pk", flat=True))
        expected = {rows[plain].pk for plain in plains if plain.in_force(day, plains)}
        assert held == expected, day
        ever += len(held)
    assert ever > 100, "the dice must hit both answers"


@pytest.mark.parametrize("seed", range(2))
def test_after_the_daily_move_the_state_says_what_the_dates_say(seed):
    dice, rows, plains = random.Random(seed), {}, []  # noqa: S311
    organization = OrganizationFactory()
    for _ in range(25):
        plain = invent(dice, plains, is_signed=True)
        plains.append(plain)
        store(plain, rows, organization)
    analyze()
    seen = set()
    for day in sorted({some_day(dice) for _ in range(15)}):
        advance_agreements(day)
        held = set(Agreement.objects.in_force(day).values_list("pk", flat=True))
        now = Agreement.objects.in_bulk()
        for plain in plains:
            row = now[rows[plain].pk]
            seen.add(row.state)
            if row.pk in held:
                assert row.state in (S.IN_FORCE, S.NOTICE_GIVEN), (day, row.state)
            else:
                begun = plain.binding(day) is not None
                assert row.state != S.IN_FORCE, day
                assert not (begun and row.state in (S.SIGNED, S.NOTICE_GIVEN)), (day, row.state)
        assert advance_agreements(day) == 0
    assert {S.IN_FORCE, S.ENDED, S.EXPIRED} <= seen


# --- the database refuses --------------------------------------------------------------------------------------------
PARTS = (AgreementParty, Clause, Basis, Commitment, Responsibility, RoomUse, AgreementContact, Annex)


@pytest.fixture
def full():
    """Locked, one signature, a row in every table."""
    from agreements.actions.files import add_annex
    from agreements.actions.locking import lock_version
    from tests.agreements.signing_world import scan

    row = negotiated()
    version = row.versions.get()
    RoomUse.objects.create(version=version, key=uuid.uuid4(), position=1, room=RoomFactory(), organization=row.center)
    add_annex(version, checked=scan("Plan.png"), title="Plan", by=None)
    version = lock_version(row, by=None)
    sign(version)
    return version


def refused(sql, *values):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    assert "gesperrt" in str(caught.value) or "nur ergänzt" in str(caught.value), caught.value


@pytest.mark.parametrize("table", PARTS)
def test_rows_of_a_locked_version_cannot_be_changed_or_added(full, table):
    name = table._meta.db_table
    row = table.objects.filter(version=full).first()
    assert row is not None
    columns = ", ".join(f'"{one.column}"' for one in table._meta.concrete_fields if not one.primary_key)
    refused(f"UPDATE {name} SET position = position + 1 WHERE id = %s", row.pk)  # noqa: S608
    refused(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {name} WHERE id = %s", row.pk)  # noqa: S608
    other = AgreementVersion.objects.create(agreement=full.agreement, number=9)
    refused(f"UPDATE {name} SET version_id = %s WHERE id = %s", other.pk, row.pk)  # noqa: S608


@pytest.mark.parametrize("table", PARTS)
def test_rows_of_a_locked_version_cannot_be_removed(full, table):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('familynet.erasing', true)")
            assert cursor.fetchone()[0] is None, "a connection that erased before is no test"
        try:
            refused(
                f"DELETE FROM {table._meta.db_table} WHERE id = %s",  # noqa: S608
                table.objects.filter(version=full).first().pk,
            )
        finally:
            transaction.set_rollback(True)


@pytest.mark.parametrize("table", PARTS)
def test_with_the_trigger_off_they_could(full, table):
    """Negative control: it is the trigger that refuses, and nothing else would."""
    row = table.objects.filter(version=full).first()
    with pgtrigger.ignore(f"{table._meta.label}:part_of_version"):
        assert table.objects.filter(pk=row.pk).update(position=77) == 1


def test_the_locked_version_and_signatures_cannot_be_changed(full):
    given = full.signatures.get()
    refused("UPDATE agreements_agreementversion SET content = 'x' WHERE id = %s", full.pk)
    refused("UPDATE agreements_agreementversion SET effective_from = '2020-01-01' WHERE id = %s", full.pk)
    refused("UPDATE agreements_agreementversion SET locked_at = NULL WHERE id = %s", full.pk)
    refused("DELETE FROM agreements_agreementversion WHERE id = %s", full.pk)
    refused("UPDATE agreements_signature SET signed_on = '2020-01-01' WHERE id = %s", given.pk)
    refused("DELETE FROM agreements_signature WHERE id = %s", given.pk)
    void = SignatureVoid.objects.create(signature=given, reason="falsch")
    refused("UPDATE agreements_signaturevoid SET reason = 'x' WHERE id = %s", void.pk)
    refused("DELETE FROM agreements_signaturevoid WHERE id = %s", void.pk)


def test_a_signature_fits_its_version_or_is_refused(full):
    other = locked()
    with pytest.raises(DatabaseError, match="gesperrte Fassung"), transaction.atomic():
        signature(AgreementVersion(pk=full.pk, content_hash="b" * 64), full.parties.all()[1], DAY)
    with pytest.raises(DatabaseError, match="gehört nicht"), transaction.atomic():
        signature(full, other.parties.first(), DAY)


def test_an_open_version_can_be_edited():
    """Negative control: what is not locked is free."""
    version = negotiated().versions.get()
    assert version.clauses.update(text="neu") == 1
    assert AgreementVersion.objects.filter(pk=version.pk).update(ends_on=date(2030, 1, 1), term_kind="fixed") == 1
    assert version.clauses.all().delete()[0]
