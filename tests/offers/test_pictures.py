"""``/medien/bilder/``: pictures of public things for everybody, all for staff, nothing else from the media folder."""

from datetime import timedelta
from pathlib import PurePath

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.enums import Role
from offers.enums import ConsentBasis
from tests.factories.offers import MediaAssetFactory, OfferFactory
from tests.factories.offers import picture as one_pixel
from tests.factories.partners import MembershipFactory, OrganizationFactory, PersonConsentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def address(asset):
    return f"/medien/bilder/{PurePath(asset.file.name).name}"


def picture(**fields):
    return MediaAssetFactory(**{"file": one_pixel(), "organization": OrganizationFactory(public=True)} | fields)


def test_a_picture_of_a_public_offer_is_shown_and_may_be_kept(client):
    asset = picture(organization=None, offer=OfferFactory(published=True))
    response = client.get(address(asset))
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/png")
    assert response.content.startswith(b"\x89PNG")
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=300"
    assert not response.cookies


def hidden():
    yesterday = timezone.localdate() - timedelta(days=1)
    withdrawn = PersonConsentFactory(given_on=yesterday, withdrawn_on=timezone.localdate())
    return {
        "draft": picture(organization=None, offer=OfferFactory()),
        "organisation nobody confirmed": picture(organization=OrganizationFactory()),
        "too old": picture(expires_on=yesterday),
        "withdrawn": picture(consent_basis=ConsentBasis.CONSENT, consent=withdrawn),
    }


def test_what_may_not_be_shown_is_not_there_for_the_public_but_for_staff(client):
    pictures = hidden()
    assert {why: client.get(address(asset)).status_code for why, asset in pictures.items()} == dict.fromkeys(
        pictures, 404
    )
    staff = MembershipFactory(role=Role.READ_ONLY).user
    client.force_login(staff, "allauth.account.auth_backends.AuthenticationBackend")
    answers = [client.get(address(asset)) for asset in pictures.values()]
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store, private"}


@pytest.mark.parametrize("name", ["..%2f..%2fsecret_key", "gibtesnicht.png", "%00.png", "x/y.png", ""])
def test_nothing_else_of_the_folder_has_an_address(client, name):
    assert client.get(f"/medien/bilder/{name}").status_code in {400, 404}


def test_a_row_without_its_file_or_with_a_file_that_is_no_picture_is_not_there(client):
    lost, odd = picture(), picture()
    lost.file.storage.delete(lost.file.name)
    odd.file.storage.save("bilder/seite.html", ContentFile(b"<h1>Hallo</h1>"))
    type(odd).objects.filter(pk=odd.pk).update(file="bilder/seite.html")
    assert client.get(address(lost)).status_code == 404
    assert client.get("/medien/bilder/seite.html").status_code == 404
