"""The access log can only grow, and shows when somebody changed it behind our back."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, connection, transaction

from kit import audit
from kit.models import AuditEvent, DataClass


def write(number=3):
    return [audit.record_event(verb="export", about="Anmeldungen", detail=str(n)) for n in range(number)]


def sabotage(statement, *values):
    """Change the table as its owner would: with the guard switched off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE kit_auditevent DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute("ALTER TABLE kit_auditevent ENABLE TRIGGER USER")


@pytest.mark.django_db
def test_entries_are_chained():
    first, second, third = write()
    assert (first.position, first.previous) == (1, "")
    assert second.previous == first.hash
    assert third.previous == second.hash
    assert audit.first_broken_event() is None
    assert audit.log_head() == (3, third.hash)


@pytest.mark.django_db
def test_of_a_record_only_kind_and_identifier_are_kept(django_user_model):
    person = django_user_model.objects.create(email="a@probe.example", display_name="Probe")
    event = audit.record_event(verb="grant", by=person, about=person)
    assert (event.actor, event.about, event.about_uuid) == (person, "Person", person.uuid)
    assert "probe" not in event.about + event.detail


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(detail="anders"),
        lambda rows: rows.delete(),
        lambda rows: rows.filter(position=2).update(position=9),
    ],
)
def test_changing_and_deleting_are_refused(change):
    write()
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        change(AuditEvent.objects.all())
    assert audit.first_broken_event() is None


@pytest.mark.django_db
def test_emptying_is_refused():
    write()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL familynet.may_truncate = 'off'")
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            cursor.execute("TRUNCATE kit_auditevent")
    assert AuditEvent.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE kit_auditevent SET detail = 'anders' WHERE position = 2", 2),
        ("UPDATE kit_auditevent SET at = at + interval '1 hour' WHERE position = 3", 3),
        ("UPDATE kit_auditevent SET actor_id = NULL, verb = 'view' WHERE position = 1", 1),
        ("DELETE FROM kit_auditevent WHERE position = 2", 3),
        ("UPDATE kit_auditevent SET hash = repeat('0', 64) WHERE position = 4", 4),
        ("UPDATE kit_auditevent SET position = position + 10 WHERE position = 4", 14),
    ],
)
def test_the_first_changed_entry_is_named(statement, broken):
    write(4)
    sabotage(statement)
    assert audit.first_broken_event() == broken
    with pytest.raises(CommandError, match=str(broken)):
        call_command("verify_audit")


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_leave_one_chain():
    def work():
        for _ in range(10):
            with transaction.atomic():
                audit.record_event(verb="view")
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert AuditEvent.objects.count() == 80
    assert audit.first_broken_event() is None


@pytest.mark.django_db
def test_retention_removes_old_entries_and_the_rest_stays_verifiable(monkeypatch):
    from familynet.registry import retention_rules
    from kit import retention

    write(4)
    sabotage("UPDATE kit_auditevent SET at = at - interval '2 years' WHERE position <= 2")
    assert DataClass.objects.get(code="audit").months == 12
    report = retention.run_retention([rule for rule in retention_rules.RULES if rule.model is AuditEvent])
    assert [finding.count for finding in report] == [2]
    assert AuditEvent.objects.count() == 3  # two are left, one says that two were erased
    assert audit.first_broken_event() is None
