"""Agreements go ten years after the year they ended, as a whole; until then nobody can take anything out."""

from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, transaction

from agreements.actions.locking import reopen_version
from agreements.models import (
    Agreement,
    AgreementInvitation,
    AgreementStep,
    AgreementTemplate,
    CalendarLink,
    ClauseTemplate,
    Signature,
    StoredFile,
)
from agreements.retention import PARTS_OF_AGREEMENT, over_before
from familynet.registry import retention_rules
from kit import retention
from tests.agreements.signing_world import locked, signed
from tests.factories.agreements import AgreementInvitationFactory

pytestmark = pytest.mark.django_db
RULES = tuple(rule for rule in retention_rules.RULES if rule.data_class.startswith("agreement"))


def over(on):
    """A signed agreement with a file, archived on ``on``."""
    version = signed(annex=True)
    agreement = version.agreement
    Agreement.objects.filter(pk=agreement.pk).update(state="archived")
    AgreementStep.objects.filter(agreement=agreement).update(at=on)
    AgreementStep.objects.create(agreement=agreement, version=version, verb="end", before="in_force", after="ended")
    AgreementStep.objects.filter(agreement=agreement, verb="end").update(at=on)
    return agreement


def erase(today):
    return {finding.model: finding.count for finding in retention.run_retention(RULES, today=today)}


def test_the_whole_deed_goes_ten_years_after_its_year():
    agreement = over("2026-03-01T12:00Z")
    assert erase(date(2036, 12, 31))[Signature] == 0
    assert Agreement.objects.filter(pk=agreement.pk).exists()
    assert erase(date(2037, 1, 1))[Signature] == 2
    assert not Agreement.objects.filter(pk=agreement.pk).exists()
    assert not StoredFile.objects.exists()


def test_no_table_of_an_agreement_is_forgotten():
    listed = {model for model, _ in PARTS_OF_AGREEMENT}
    tables = {
        model
        for model in apps.get_app_config("agreements").get_models(include_auto_created=True)
        if not hasattr(model, "pgh_tracked_model")
    }
    assert tables - listed == {AgreementTemplate, CalendarLink, ClauseTemplate, StoredFile}


def test_what_is_alive_stays_however_old():
    agreement = over("2010-03-01T12:00Z")
    Agreement.objects.filter(pk=agreement.pk).update(state="in_force")
    assert agreement not in over_before(date(2036, 1, 1))
    assert erase(date(2036, 1, 1))[Signature] == 0


def test_a_successor_outlives_what_it_replaced():
    agreement = over("2010-03-01T12:00Z")
    successor = locked().agreement
    Agreement.objects.filter(pk=successor.pk).update(replaces=agreement)
    erase(date(2026, 1, 1))
    successor.refresh_from_db()
    assert successor.replaces is None


def test_without_the_erasing_setting_nothing_can_be_deleted():
    agreement = over("2010-03-01T12:00Z")
    with pytest.raises(IntegrityError), transaction.atomic():
        agreement.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.all().delete()


def test_addresses_of_invitations_go_after_a_year_the_right_to_look_stays():
    with time_machine.travel("2025-01-10"):
        invitation = AgreementInvitationFactory(email="leitung@beispiel.example")
    fresh = AgreementInvitationFactory(email="neu@beispiel.example")
    assert erase(date(2026, 11, 20))[AgreementInvitation] == 1
    invitation.refresh_from_db()
    fresh.refresh_from_db()
    assert (invitation.email, fresh.email) == ("", "neu@beispiel.example")


def test_a_reopened_text_keeps_the_locked_one():
    version = locked()
    copy = reopen_version(version.agreement, note="Tippfehler", by=None)
    version.refresh_from_db()
    assert version.is_locked
    assert version.stage == "abandoned"
    assert copy.number == version.number + 1
    assert copy.agreement.versions.open().get() == copy
