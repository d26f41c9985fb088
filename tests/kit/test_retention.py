"""The erasure concept runs: dry run counts, a run erases, a second run finds nothing."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from familynet.registry import retention_rules
from kit import retention
from kit.models import AuditEvent, DataClass, OutgoingMail
from kit.outbox import queue_mail
from kit.outbox.delivery import MailSender, send_waiting

pytestmark = pytest.mark.django_db
MAIL = [rule for rule in retention_rules.RULES if rule.model is OutgoingMail]


@pytest.fixture
def old_and_new_mail():
    for subject in ("alt", "neu"):
        queue_mail(to="a@probe.example", subject=subject, body="Text", purpose="probe")
    send_waiting(MailSender())
    queue_mail(to="a@probe.example", subject="alt, wartet noch", body="Text", purpose="probe")
    OutgoingMail.objects.filter(subject__startswith="alt").update(created_at=timezone.now() - timedelta(days=100))


def test_dry_run_counts_and_keeps(old_and_new_mail):
    assert [finding.count for finding in retention.run_retention(MAIL, dry_run=True)] == [1]
    assert OutgoingMail.objects.count() == 3


def test_run_erases_once_and_says_so_in_the_log(old_and_new_mail):
    assert [finding.count for finding in retention.run_retention(MAIL)] == [1]
    assert [finding.count for finding in retention.run_retention(MAIL)] == [0]
    assert set(OutgoingMail.objects.values_list("subject", flat=True)) == {"neu", "alt, wartet noch"}
    assert AuditEvent.objects.get().detail == "1, mail"


def test_a_longer_period_keeps_more(old_and_new_mail):
    DataClass.objects.filter(code="mail").update(months=6)
    assert [finding.count for finding in retention.run_retention(MAIL)] == [0]


def test_permanent_classes_are_left_alone(old_and_new_mail):
    DataClass.objects.filter(code="mail").update(months=0, action="keep")
    assert retention.run_retention(MAIL) == []


def test_command_reports_in_german(old_and_new_mail, capsys):
    call_command("erase", "--dry-run")
    assert "Ausgehende E-Mails: 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("months", "days", "limit"), [(0, 14, date(2026, 3, 17)), (1, 0, date(2026, 2, 28)), (12, 0, date(2025, 3, 31))]
)
def test_limit_counts_months_of_the_calendar(months, days, limit):
    assert retention.limit_of(DataClass(months=months, days=days), date(2026, 3, 31)) == limit


def test_every_class_a_model_names_exists():
    named = {model.retention_class for model in apps.get_models() if hasattr(model, "retention_class")}
    known = set(DataClass.objects.values_list("code", flat=True))
    assert named <= known
    assert {rule.data_class for rule in retention_rules.RULES} <= known
    assert named <= {rule.data_class for rule in retention_rules.RULES}
