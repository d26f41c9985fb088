"""Rows for the demo's pictures and logos, with alternative text and credit (domain 8.1, R-12)."""

from typing import Any

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile

from familynet.demo import pictures
from familynet.demo.demo_rows import Rows
from familynet.demo.organizations import organization_rows
from familynet.demo.tables import read_table
from offers.enums import ConsentBasis
from offers.models import CampaignEdition, MediaAsset, Offer
from partners.models import Location, Organization

CREDIT = "Zeichnung: Projekt Familiennetz (Demo)"
LICENCE = "CC0"
HOUSE = "am-elsterbogen-4"


def load_media(rows: Rows) -> None:
    """Pictures of offers, editions and organisations, the picture of the house, logos. Writes files to the storage."""
    use = read_table("pictures")["use"]
    for slug, scene in use["offers"]:
        _asset(rows, scene, slug, offer=rows.get(Offer, slug))
    for slug, scene in use["organizations"]:
        _asset(rows, scene, slug, organization=rows.get(Organization, slug))
    for key, scene in use["editions"]:
        _asset(rows, scene, key.replace(" ", "-"), edition=rows.get(CampaignEdition, key))
    _house(rows.get(Location, HOUSE), rows)
    for row in organization_rows():
        if row.logo:
            _logo(rows.get(Organization, row.slug), row.logo, rows)


def _asset(rows: Rows, scene: str, name: str, **target: Any) -> None:
    asset = rows.keep(
        MediaAsset,
        f"{name} {scene}",
        title=f"{pictures.alternative_text(scene)} ({name})"[:160],
        alt=pictures.alternative_text(scene),
        credit=CREDIT,
        licence=LICENCE,
        consent_basis=ConsentBasis.NO_PEOPLE,
        **target,
    )
    if rows.is_new(asset):
        _write(asset.file, f"demo-{name}.png", pictures.draw_scene(scene))


def _house(location: Location, rows: Rows) -> None:
    if rows.is_new(location):
        location.photo_alt, location.photo_credit = pictures.alternative_text("haus"), CREDIT
        _write(location.photo, f"demo-{location.slug}.png", pictures.draw_scene("haus"))


def _logo(organization: Organization, name: str, rows: Rows) -> None:
    if rows.is_new(organization):
        organization.logo_alt = pictures.alternative_text(name)
        _write(organization.logo, f"demo-{organization.slug}.png", pictures.draw_logo(name))


def _write(column: FieldFile, name: str, content: bytes) -> None:
    """Save under exactly this name; what an interrupted load left there makes room."""
    path = column.field.generate_filename(column.instance, name)
    if column.storage.exists(path):
        column.storage.delete(path)
    column.save(name, ContentFile(content))
