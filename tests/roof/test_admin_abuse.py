"""Addresses and forms of the staff admin that nobody's browser would send: an answer, never a crash."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from tests.factories.partners import OrganizationFactory, person

pytestmark = pytest.mark.django_db
NO_KEYS = ["x", "-1", "1.5", "9" * 30, "٣", "1,2", "\u2029", "' OR 1=1 --"]


@pytest.fixture
def staff(client):
    client.force_login(person(Role.ADMINISTRATION), "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("value", NO_KEYS)
def test_a_prefilled_choice_that_is_no_key_is_left_empty(staff, value):
    address = reverse("admin:offers_eventprogramitem_add")
    response = staff.get(address, {"speaker_organization": value, "edition": value, "room": value})
    assert response.status_code == 200


@pytest.mark.parametrize("value", NO_KEYS)
def test_a_sent_choice_that_is_no_key_is_an_error_of_the_field(staff, value):
    response = staff.post(reverse("admin:offers_offer_add"), {"title": "Test", "lead": value, "topics": [value, "2"]})
    assert response.status_code == 200
    assert "lead" in response.context_data["adminform"].form.errors


def test_a_made_up_number_of_rows_does_not_make_us_check_them(staff):
    organization = OrganizationFactory()
    address = reverse("admin:partners_organization_change", args=[organization.pk])
    formsets = staff.get(address).context_data["inline_admin_formsets"]
    assert len(formsets) > 3
    sent = {}
    for inline in formsets:
        prefix = inline.formset.prefix
        sent |= {f"{prefix}-TOTAL_FORMS": "9" * 30, f"{prefix}-INITIAL_FORMS": "0", f"{prefix}-0-x": "", "name": ""}
    response = staff.post(address, sent)
    assert response.status_code == 200
    assert max(len(inline.formset.forms) for inline in response.context_data["inline_admin_formsets"]) <= 1


def test_a_prefilled_choice_that_is_a_key_is_kept(staff):
    organization = OrganizationFactory()
    response = staff.get(reverse("admin:offers_offer_add"), {"lead": organization.pk})
    assert f'<option value="{organization.pk}" selected>' in response.text
