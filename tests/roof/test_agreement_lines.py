"""Agreements on the page of an organisation: who sees which, at a fixed cost."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from agreements.models import Agreement
from familynet.views.lines.agreement_lines import agreement_lines, may_see_lacking
from tests.agreements.signing_world import negotiated, signed
from tests.counting import queries_of
from tests.factories.partners import OrganizationFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def center():
    return OrganizationFactory(public=True)


def fresh(user):
    """As the next request has it: nothing remembered."""
    return User.objects.get(pk=user.pk)


def test_the_centre_sees_all_of_it_and_how_each_stands(center):
    agreement, draft = signed(center=center).agreement, negotiated(center=center)
    lines = agreement_lines(center.pk, person(Role.COORDINATION, center))
    assert {line.href for line in lines} == {
        reverse("agreements:agreement", args=[one.uuid]) for one in (agreement, draft)
    }
    assert {line.note for line in lines} == {
        f"abgedeckt durch {agreement.reference}, unbefristet",
        f"{draft.reference}: noch nicht unterschrieben",
    }


def test_everybody_sees_published_ones_only(center):
    hidden, shown = signed(center=center).agreement, signed(center=center).agreement
    Agreement.objects.filter(pk=shown.pk).update(is_public=True, public_summary="Kurz gesagt.")
    for user in (AnonymousUser(), person(Role.INSTRUCTOR, center)):
        lines = agreement_lines(center.pk, user)
        assert [line.href for line in lines] == [reverse("agreements:public_summary", args=[shown.uuid])]
        assert [line.note for line in lines] == [""]
    assert hidden.pk


def test_partners_see_only_those_they_take_part_in(center):
    own, other = signed(center=center).agreement, signed(center=center).agreement
    partner = own.versions.get().parties.exclude(organization=center).filter(must_sign=True).get().organization
    lines = agreement_lines(center.pk, person(Role.PARTNER_MANAGER, partner))
    assert [line.href for line in lines] == [reverse("agreements:agreement", args=[own.uuid])]
    assert other.pk


@pytest.mark.parametrize("rows", [1, 3])
def test_one_line_costs_as_much_as_three(center, rows):
    for _ in range(rows):
        signed(center=center)
    Agreement.objects.update(is_public=True, public_summary="Kurz gesagt.")
    boss = fresh(person(Role.COORDINATION, center))
    assert queries_of(lambda: agreement_lines(center.pk, AnonymousUser())) == 1
    assert queries_of(lambda: agreement_lines(center.pk, boss)) == 9  # with the rights of the person


@pytest.mark.parametrize(
    ("role", "told"),
    [(Role.COORDINATION, True), (Role.READ_ONLY, True), (Role.PARTNER_MANAGER, False), (Role.INSTRUCTOR, False)],
)
def test_that_there_is_none_is_told_to_those_who_make_them(center, role, told):
    user = person(role, center)
    assert may_see_lacking(OrganizationFactory().pk, user) is told
    assert may_see_lacking(center.pk, user) is (role == Role.READ_ONLY)
