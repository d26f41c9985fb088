"""The demo network stands the check it shows: every locked version, signature, file and PDF is what it was."""

import pytest

from agreements.integrity import log_problem, verify_agreement
from agreements.models import Agreement, AgreementVersion

pytestmark = [pytest.mark.usefixtures("demo_network"), pytest.mark.django_db]


def test_the_demo_is_unchanged():
    checked = list(verify_agreement(Agreement.objects.select_related("center").order_by("reference")))
    assert [(one.reference, one.number, one.problems) for one in checked if one.problems] == []
    assert len(checked) == AgreementVersion.objects.filter(locked_at__isnull=False).count() > 10
    assert log_problem() == ""
