"""404 for what one may not see, 403 for what one may not do."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from kit.access import get_or_refuse
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_seen_and_allowed():
    person = UserFactory()
    assert get_or_refuse(User.objects.all(), lambda one: True, pk=person.pk) == person
    assert get_or_refuse(User.objects.all(), pk=person.pk) == person


def test_unseen_is_404_even_when_it_would_be_allowed():
    person = UserFactory()
    with pytest.raises(Http404):
        get_or_refuse(User.objects.none(), lambda one: True, pk=person.pk)


def test_seen_but_not_entitled_is_403():
    person = UserFactory()
    with pytest.raises(PermissionDenied):
        get_or_refuse(User.objects.all(), lambda one: one.is_staff, pk=person.pk)
