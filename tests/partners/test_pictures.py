"""Uploaded pictures are sent as pictures, and only those of what one may see."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from partners.enums import OrganizationStatus
from tests.factories.partners import LocationFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def png() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (4, 4), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def organization_with_logo(name: str = "logo.png", content: bytes | None = None, **fields):
    organization = OrganizationFactory(**fields)
    organization.logo_alt = "Ein Dach"
    organization.logo.save(name, ContentFile(content or png()))
    return organization


def test_the_logo_of_a_public_organization(client):
    organization = organization_with_logo(public=True)
    answer = client.get(organization.logo.url)
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "image/png", png())
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


def test_what_is_not_public_has_no_picture(client):
    hidden = organization_with_logo(status=OrganizationStatus.PROSPECT)
    assert client.get(hidden.logo.url).status_code == 404


def test_a_name_that_is_no_picture_is_not_sent(client):
    disguised = organization_with_logo("seite.html", b"<script>alert(1)</script>", public=True)
    assert client.get(disguised.logo.url).status_code == 404


def test_a_lost_file_is_not_found(client):
    organization = organization_with_logo(public=True)
    organization.logo.storage.delete(organization.logo.name)
    assert client.get(organization.logo.url).status_code == 404


def test_a_protected_address_shows_no_picture(client):
    location = LocationFactory(photo_alt="Haus", photo_credit="Projekt")
    location.photo.save("haus.png", ContentFile(png()))
    assert client.get(location.photo.url).status_code == 200
    location.is_protected = True
    location.save()
    assert client.get(location.photo.url).status_code == 404


@pytest.mark.parametrize(
    "path", ["/medien/", "/medien/logos/", "/medien/logos/..%2f..%2fsecret_key", "/medien/import/x.csv"]
)
def test_no_other_file_has_an_address(client, path):
    assert client.get(path).status_code in {302, 404}
