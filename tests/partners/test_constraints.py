"""What the database refuses about partners; each guard shown to be the one that refuses."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.enums import Role
from partners.enums import Basis, OrganizationStatus, PartnershipState, Scope, Visibility
from partners.models import OperatorAssignment
from tests.factories.offers import OfferFactory
from tests.factories.partners import (
    ContactPointFactory,
    HostedOrganizationFactory,
    LocationFactory,
    MembershipFactory,
    OperatorAssignmentFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonConsentFactory,
    PlanningAreaFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def refused(make, name: str) -> None:
    """``make`` fails because of constraint ``name`` and no other."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


def test_one_operator_per_role_at_a_time():
    """I-01, days included: the next body starts the day after."""
    facility = OrganizationFactory()
    OperatorAssignmentFactory(facility=facility, valid_from=date(2020, 1, 1), valid_to=date(2024, 12, 31))
    refused(
        lambda: OperatorAssignmentFactory(facility=facility, valid_from=date(2024, 12, 31)),
        "operator_one_per_role_at_a_time",
    )
    OperatorAssignmentFactory(facility=facility, valid_from=date(2025, 1, 1))
    OperatorAssignmentFactory(facility=facility, valid_from=date(2020, 1, 1), role="building_owner")
    with transaction.atomic(), connection.cursor() as cursor:  # negative control
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE partners_operatorassignment DROP CONSTRAINT operator_one_per_role_at_a_time")
        OperatorAssignmentFactory(facility=facility, valid_from=date(2024, 1, 1), valid_to=date(2024, 2, 1))
        assert OperatorAssignment.objects.filter(facility=facility).valid_on(date(2024, 1, 15)).count() == 3
        transaction.set_rollback(True)


def test_the_form_names_the_overlap_in_german():
    row = OperatorAssignmentFactory(valid_from=date(2020, 1, 1))
    copy = OperatorAssignmentFactory.build(
        facility=row.facility, operating_body=OrganizationFactory(), valid_from=date(2021, 1, 1)
    )
    with pytest.raises(ValidationError, match="schon einen Träger"):
        copy.full_clean()


def test_supraregional_partners_need_a_reason():
    refused(lambda: PartnershipFactory(scope=Scope.SUPRA_REGIONAL), "partnership_supraregional_has_reason")


def test_a_project_has_start_and_end():
    refused(
        lambda: PartnershipFactory(basis=Basis.PROJECT, start_date=date(2026, 1, 1)), "partnership_project_has_dates"
    )


def test_nobody_is_partner_of_itself():
    center = OrganizationFactory()
    refused(lambda: PartnershipFactory(center=center, partner=center), "partnership_two_organizations")


def test_one_open_partnership_per_pair():
    first = PartnershipFactory()
    refused(lambda: PartnershipFactory(center=first.center, partner=first.partner), "partnership_one_open_per_pair")
    first.state, first.end_date = PartnershipState.ENDED, timezone.localdate()
    first.save()
    PartnershipFactory(center=first.center, partner=first.partner)


def test_a_public_name_needs_consent():
    refused(
        lambda: ContactPointFactory(person_name="Testperson 01", visibility=Visibility.PUBLIC),
        "contact_public_name_needs_consent",
    )
    ContactPointFactory(person_name="Testperson 01", visibility=Visibility.INTERNAL)
    ContactPointFactory(person_name="Testperson 01", person_consent=PersonConsentFactory())


@pytest.mark.parametrize("factory", [OrganizationFactory, PlanningAreaFactory, TopicFactory])
def test_trees_have_no_cycles(factory):
    """I-05: in the form in German, and in the database whatever writes."""
    top = factory()
    middle = factory(parent=top)
    bottom = factory(parent=middle)
    top.parent = bottom
    with pytest.raises(ValidationError, match="Kreis"):
        top.clean()
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        top.save()
    assert error.value.__cause__.diag.constraint_name == f"{top._meta.db_table}_no_cycle"
    with transaction.atomic(), connection.cursor() as cursor:  # negative control
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {top._meta.db_table} DISABLE TRIGGER no_cycle")
        top.save()
        transaction.set_rollback(True)


def test_a_closed_organization_says_since_when():
    refused(lambda: OrganizationFactory(status=OrganizationStatus.CLOSED), "organization_closed_has_date")


def test_an_organization_with_history_cannot_be_deleted():
    """I-25."""
    offer = OfferFactory()
    with pytest.raises(ProtectedError):
        offer.lead.delete()


def test_a_place_is_on_earth():
    refused(lambda: LocationFactory(lat=91, lon=12), "location_position_valid")
    refused(lambda: LocationFactory(lat=50, lon=None), "location_position_valid")


def test_a_house_hosts_each_organization_once_at_a_time():
    row = HostedOrganizationFactory()
    refused(
        lambda: HostedOrganizationFactory(location=row.location, organization=row.organization), "hosted_once_at_a_time"
    )


def test_auditors_leave_again():
    refused(lambda: MembershipFactory(role=Role.AUDITOR, valid_to=None), "membership_auditor_ends")


def test_a_role_is_held_once_at_a_time():
    row = MembershipFactory(role=Role.PARTNER_EDITOR)
    refused(
        lambda: MembershipFactory(user=row.user, organization=row.organization, role=Role.PARTNER_EDITOR),
        "membership_once_at_a_time",
    )


def test_names_sort_like_a_german_directory():
    names = ["Zoo", "Ärztehaus", "Astrid", "Öltank", "Otto", "ßtest"]
    for name in names:
        OrganizationFactory(name=name, is_demo=True)
    from partners.models import Organization

    assert list(Organization.objects.filter(is_demo=True).by_name().values_list("name", flat=True)) == [
        "Ärztehaus",
        "Astrid",
        "Öltank",
        "Otto",
        "ßtest",
        "Zoo",
    ]


def test_distance_is_measured_on_the_globe():
    """Gera to Weimar: about 52 km as the crow flies; one minute of latitude is 1.852 km."""
    from partners.models import Location

    LocationFactory(lat=50.9795, lon=11.3235)
    far = Location.objects.by_distance(50.8800, 12.0825).first()
    assert far.distance_km == pytest.approx(54.4, abs=1.0)
    assert Location.objects.by_distance(50.9795 + 1 / 60, 11.3235).first().distance_km == pytest.approx(1.853, abs=0.01)


def test_dated_rows_count_both_days():
    row = HostedOrganizationFactory(valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 31))
    manager = type(row).objects
    for day, valid in [(date(2025, 12, 31), 0), (date(2026, 1, 1), 1), (date(2026, 1, 31), 1), (date(2026, 2, 1), 0)]:
        assert manager.valid_on(day).count() == valid
    assert manager.valid_on(date(2026, 1, 1) - timedelta(days=400)).count() == 0
