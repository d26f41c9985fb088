"""Every permission is said twice, as predicate and as queryset, and proven equal here; then what each role may."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.enums import Role
from partners import permissions
from partners.enums import OperatorRole, OrganizationKind, OrganizationStatus, PartnershipState, Visibility
from partners.models import ContactPoint, Invitation, Membership, Organization
from partners.rights.held import (
    forget_rights,
    is_administration,
    managed_organization_ids,
    may_use_admin,
    needs_second_factor,
    roles_of,
)
from tests.factories.accounts import UserFactory
from tests.factories.partners import (
    ContactPointFactory,
    HostedOrganizationFactory,
    InvitationFactory,
    LocationFactory,
    MembershipFactory,
    OperatorAssignmentFactory,
    OrganizationFactory,
    PartnershipFactory,
    person,
)

pytestmark = pytest.mark.django_db
ACTORS = ["anonymous", "without_role", *Role.values]


@pytest.fixture
def network():
    """A centre with parts, an operated facility, neighbours in the house, partners in several states, and strangers."""
    today = timezone.localdate()
    long_ago = today - timedelta(days=3 * 365)
    center = OrganizationFactory(name="Zentrum")
    part = OrganizationFactory(name="Teil des Zentrums", parent=center)
    deep_part = OrganizationFactory(name="Teil des Teils", parent=part)
    operated = OperatorAssignmentFactory(facility__name="Betriebene Einrichtung", operating_body=center).facility
    once_operated = OperatorAssignmentFactory(
        facility__name="Früher betrieben", operating_body=center, valid_to=today - timedelta(days=1)
    ).facility
    owned = OperatorAssignmentFactory(
        facility__name="Nur das Gebäude", operating_body=center, role=OperatorRole.BUILDING_OWNER
    ).facility
    body = OperatorAssignmentFactory(facility=center, operating_body__name="Träger des Zentrums").operating_body
    house = LocationFactory()
    HostedOrganizationFactory(location=house, organization=center)
    in_house = HostedOrganizationFactory(location=house, organization__name="Im selben Haus").organization
    moved_out = HostedOrganizationFactory(
        location=house, organization__name="Ausgezogen", valid_to=today - timedelta(days=1)
    ).organization
    partners = {
        state: PartnershipFactory(center=center, partner__name=f"Partner {state}", state=state, end_date=today).partner
        for state in PartnershipState.values
    }
    below_partner = OrganizationFactory(name="Teil eines Partners", parent=partners["active"])
    public = OrganizationFactory(name="Öffentlich", public=True)
    stale = OrganizationFactory(name="Lange nicht bestätigt", assured_on=long_ago)
    exempt = OrganizationFactory(name="Amt", assured_on=long_ago, freshness_exempt=True)
    prospect = OrganizationFactory(name="Noch kein Partner", status=OrganizationStatus.PROSPECT, assured_on=today)
    closed = OrganizationFactory(
        name="Geschlossen", status=OrganizationStatus.CLOSED, closed_on=today, freshness_exempt=True
    )
    ContactPoint.objects.bulk_create(
        ContactPointFactory.build(organization=organization, visibility=visibility, valid_to=valid_to)
        for organization in Organization.objects.all()
        for visibility in Visibility.values
        for valid_to in (None, today - timedelta(days=1))
    )
    colleague = UserFactory()
    for organization in (center, part, operated, partners["active"], public):
        for role in Role:
            MembershipFactory(organization=organization, role=role, user=colleague)
            InvitationFactory(organization=organization, role=role, invited_by=colleague)
    return SimpleNamespace(
        center=center,
        part=part,
        deep_part=deep_part,
        operated=operated,
        once_operated=once_operated,
        owned=owned,
        body=body,
        in_house=in_house,
        moved_out=moved_out,
        partners=partners,
        below_partner=below_partner,
        public=public,
        stale=stale,
        exempt=exempt,
        prospect=prospect,
        closed=closed,
    )


def actor(name, organization):
    if name == "anonymous":
        return AnonymousUser()
    return UserFactory() if name == "without_role" else person(name, organization)


@pytest.mark.parametrize("name", ACTORS)
def test_predicates_and_querysets_pick_the_same_rows(name, network):
    user = actor(name, network.center)

    def agree(model, queryset, predicate):
        assert set(queryset) == {row for row in model.objects.all() if predicate(user, row)}

    agree(Organization, Organization.objects.visible_to(user), permissions.can_view_organization)
    agree(Organization, Organization.objects.editable_by(user), permissions.can_edit_organization)
    agree(ContactPoint, ContactPoint.objects.visible_to(user), permissions.can_view_contact)
    agree(Membership, Membership.objects.visible_to(user), permissions.can_view_membership)
    agree(Invitation, Invitation.objects.visible_to(user), permissions.can_view_membership)


def test_coordination_edits_its_centre_what_hangs_below_and_whom_it_coordinates(network):
    user = actor(Role.COORDINATION, network.center)
    open_states = {"prospect", "in_talks", "active", "dormant"}
    assert set(Organization.objects.editable_by(user)) == {
        network.center,
        network.part,
        network.deep_part,
        network.operated,
        network.in_house,
        *(partner for state, partner in network.partners.items() if state in open_states),
    }


@pytest.mark.parametrize(
    ("state", "may"), [("prospect", False), ("in_talks", False), ("active", True), ("dormant", True)]
)
def test_noting_down_a_partner_gives_no_power_over_one_with_people_of_its_own(state, may, network):
    partner = network.partners[state]
    manager = MembershipFactory(organization=partner, role=Role.PARTNER_MANAGER)
    user = actor(Role.COORDINATION, network.center)
    assert permissions.can_edit_organization(user, partner) is may

    manager.valid_to = timezone.localdate() - timedelta(days=1)
    manager.save()
    assert permissions.can_edit_organization(actor(Role.COORDINATION, network.center), partner)


@pytest.mark.parametrize("role", [Role.PARTNER_EDITOR, Role.PARTNER_MANAGER])
def test_partners_edit_their_own_organisation_and_what_hangs_below(role, network):
    user = actor(role, network.center)
    assert set(Organization.objects.editable_by(user)) == {
        network.center,
        network.part,
        network.deep_part,
        network.operated,
    }


@pytest.mark.parametrize(
    "role",
    [
        Role.DATA_PROTECTION,
        Role.INSTRUCTOR,
        Role.COMMITTEE_OFFICE,
        Role.COMMITTEE_MEMBER,
        Role.PLANNER,
        Role.AUDITOR,
        Role.READ_ONLY,
    ],
)
def test_all_others_edit_no_organisation(role, network):
    assert not Organization.objects.editable_by(actor(role, network.center)).exists()


def test_anonymous_visitors_see_what_is_public_only(network):
    assert set(Organization.objects.visible_to(AnonymousUser())) == {network.public, network.exempt}
    assert {c.visibility for c in ContactPoint.objects.visible_to(AnonymousUser())} == {Visibility.PUBLIC}


@pytest.mark.parametrize("role", [Role.ADMINISTRATION, Role.COORDINATION, Role.DATA_PROTECTION, Role.READ_ONLY])
def test_who_sees_the_whole_register(role, network):
    user = actor(role, network.center)
    assert Organization.objects.visible_to(user).count() == Organization.objects.count()


@pytest.mark.parametrize("role", [Role.PLANNER, Role.AUDITOR, Role.INSTRUCTOR])
def test_roles_outside_the_network_see_public_contacts_only(role, network):
    contacts = ContactPoint.objects.visible_to(actor(role, network.center))
    assert {c.visibility for c in contacts} == {Visibility.PUBLIC}


def test_internal_contacts_are_for_those_who_look_after_the_organisation(network):
    internal = ContactPoint.objects.filter(visibility=Visibility.INTERNAL)
    editor = actor(Role.PARTNER_EDITOR, network.public)
    assert {c.organization for c in internal.visible_to(editor)} == {network.public}
    assert not internal.visible_to(actor(Role.READ_ONLY, network.public)).exists()
    assert internal.visible_to(actor(Role.DATA_PROTECTION, network.public)).count() == internal.count()


def test_rights_count_today_only():
    today = timezone.localdate()
    user = UserFactory()
    center, earlier, later = OrganizationFactory.create_batch(3)
    MembershipFactory(user=user, organization=center, valid_from=today, valid_to=today)
    MembershipFactory(user=user, organization=earlier, valid_to=today - timedelta(days=1))
    MembershipFactory(user=user, organization=later, valid_from=today + timedelta(days=1))
    assert managed_organization_ids(user) == {center.pk}
    assert roles_of(user) == {Role.PARTNER_EDITOR}


def test_a_locked_person_has_no_rights():
    user = person(Role.ADMINISTRATION, is_active=False)
    assert roles_of(user) == frozenset()
    assert not may_use_admin(user)


def test_the_staff_flag_gives_no_right_and_a_superuser_is_administration():
    assert not may_use_admin(UserFactory(is_staff=True))
    assert is_administration(UserFactory(is_superuser=True))


def test_who_may_open_the_staff_area():
    allowed = {role for role in Role if may_use_admin(person(role))}
    assert allowed == {Role.ADMINISTRATION, Role.DATA_PROTECTION, Role.COORDINATION, Role.READ_ONLY}


def test_who_needs_a_second_factor():
    assert {role for role in Role if not needs_second_factor(person(role))} == {
        Role.PARTNER_EDITOR,
        Role.COMMITTEE_MEMBER,
        Role.PLANNER,
        Role.AUDITOR,
        Role.READ_ONLY,
    }


def test_rights_are_read_once_per_user_object(django_assert_num_queries, network):
    user = actor(Role.COORDINATION, network.center)
    with django_assert_num_queries(4):
        roles_of(user)
        managed_organization_ids(user)
        permissions.can_edit_organization(user, network.part)
    forget_rights(user)
    with django_assert_num_queries(4):
        roles_of(user)


def test_a_person_without_memberships_costs_one_query(django_assert_num_queries):
    user = UserFactory()
    with django_assert_num_queries(1):
        roles_of(user)
        managed_organization_ids(user)


def everywhere(network):
    return [value for value in vars(network).values() if isinstance(value, Organization)] + list(
        network.partners.values()
    )


@pytest.mark.parametrize("inviter", ACTORS)
def test_nobody_grants_more_than_he_has(inviter, network):
    """All inviter x role x organisation triples (T05): what a new member could see and change, the inviter can, too."""
    user = actor(inviter, network.center)
    sees, edits = set(Organization.objects.visible_to(user)), set(Organization.objects.editable_by(user))
    for organization in everywhere(network):
        for role in permissions.grantable_roles(user, organization):
            invited = person(role, organization)
            assert set(Organization.objects.editable_by(invited)) <= edits, (organization, role)
            assert set(Organization.objects.visible_to(invited)) <= sees, (organization, role)


EXPECTED_GRANTS = {
    Role.ADMINISTRATION: {role: "everywhere" for role in Role},
    Role.COORDINATION: {
        Role.COORDINATION: "own",
        Role.INSTRUCTOR: "own",
        Role.AUDITOR: "own",
        Role.PARTNER_MANAGER: "coordinated",
        Role.PARTNER_EDITOR: "coordinated",
    },
    Role.PARTNER_MANAGER: {Role.PARTNER_MANAGER: "own", Role.PARTNER_EDITOR: "own", Role.INSTRUCTOR: "own"},
    Role.COMMITTEE_OFFICE: {Role.COMMITTEE_OFFICE: "own", Role.COMMITTEE_MEMBER: "own"},
}


@pytest.mark.parametrize("inviter", ACTORS)
def test_who_may_invite_whom_where(inviter, network):
    user = actor(inviter, network.center)
    own = {network.center, network.part, network.deep_part, network.operated}
    # The active partner has a part the coordination does not look after: there only administration may invite.
    coordinated = own | {network.in_house} | {network.partners[s] for s in ("prospect", "in_talks", "dormant")}
    reach = {"everywhere": set(everywhere(network)), "own": own, "coordinated": coordinated}
    expected = EXPECTED_GRANTS.get(inviter, {})
    for role in Role:
        found = {o for o in everywhere(network) if permissions.can_invite(user, o, role)}
        assert found == reach.get(expected.get(role), set()), role


def test_an_unknown_role_cannot_be_granted(network):
    assert not permissions.can_invite(person(Role.ADMINISTRATION), network.center, "superuser")


def test_where_one_may_invite_at_all_agrees_with_the_roles_one_may_grant(network):
    for name in ACTORS:
        user = actor(name, network.center)
        expected = {o for o in Organization.objects.all() if permissions.grantable_roles(user, o)}
        assert set(Organization.objects.invitable_by(user)) == expected, name


def test_who_may_grant_a_role_may_end_it_and_nobody_else(network):
    manager = actor(Role.PARTNER_MANAGER, network.center)
    ends = {
        row.role
        for row in Membership.objects.filter(organization=network.center)
        if permissions.can_end_membership(manager, row)
    }
    assert ends == {Role.PARTNER_MANAGER, Role.PARTNER_EDITOR, Role.INSTRUCTOR}


def test_an_office_sees_its_committee_people_only(network):
    seen = Membership.objects.visible_to(actor(Role.COMMITTEE_OFFICE, network.center))
    assert {row.role for row in seen} == {Role.COMMITTEE_OFFICE, Role.COMMITTEE_MEMBER}
    assert {row.organization for row in seen} == {network.center, network.part, network.operated}


def test_a_cycle_through_operators_ends(network):
    OperatorAssignmentFactory(facility=network.body, operating_body=network.part)
    assert network.body.pk in managed_organization_ids(actor(Role.PARTNER_EDITOR, network.center))
    assert network.body.kind == OrganizationKind.OPERATING_BODY
