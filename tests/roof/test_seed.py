"""The command, and how demo rows live beside real ones."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from familynet.demo.catalogs import load_catalogs
from familynet.demo.demo_rows import Rows
from partners.models import PartnerCategory

pytestmark = pytest.mark.django_db


def test_a_real_catalog_entry_is_used_and_stays_real():
    real = PartnerCategory.objects.create(name="Musikschule", slug="musik")
    rows = Rows()
    load_catalogs(rows)
    assert rows.get(PartnerCategory, "musikschule") == real
    assert PartnerCategory.objects.filter(is_demo=False).get().slug == "musik"


def test_an_unknown_key_is_named():
    with pytest.raises(LookupError, match="PartnerCategory „zirkus“ gibt es in den Demodaten nicht"):
        Rows().get(PartnerCategory, "zirkus")


@pytest.mark.parametrize("size", ["viele", "0", "-5", "3000000", "10kk", ""])
def test_size_must_make_sense(size):
    with pytest.raises(CommandError, match="Möglich sind: demo, 1k, 10k, 100k, 1m oder eine Zahl"):
        call_command("seed", size=size)


def test_date_must_be_a_day():
    with pytest.raises(CommandError, match="ist kein Tag"):
        call_command("seed", "--date", "31.02.2026")


def test_not_in_production():
    with override_settings(PRODUCTION=True), pytest.raises(CommandError, match="gehören nicht in ein echtes Netz"):
        call_command("seed", size="demo", stdout=StringIO())
