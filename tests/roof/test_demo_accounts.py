"""The demo accounts of domain 8.9: each lands on its own home and sees something the others do not."""

import re
import stat

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from familynet.demo import accounts
from familynet.demo.accounts import ACCOUNTS
from familynet.demo.loader import load_demo
from offers.models import Instructor
from partners.models import Membership

pytestmark = [pytest.mark.usefixtures("demo_network"), pytest.mark.django_db]


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def home(account):
    client = Client()
    client.force_login(User.objects.get(email=account.email))
    page = client.get(reverse("workspace"))
    assert page.status_code == 200
    return page.content.decode().partition("<main")[2].partition("</main>")[0]


def words(html):
    """What a person reads, without greeting and date: one line per piece of text."""
    return {line.strip() for line in re.sub(r"<[^>]+>", "\n", html).splitlines() if len(line.strip()) > 3}


def test_all_accounts_of_the_plan_are_there():
    assert set(User.objects.filter(is_demo=True).values_list("email", flat=True)) == {a.email for a in ACCOUNTS}
    assert {a.name for a in ACCOUNTS} == {
        "admin",
        "datenschutz",
        "koordination-elsterbogen",
        "koordination-waldblick",
        "partner-beratungsstelle",
        "partner-firma",
        "kursleitung-ernaehrung",
        "planung-gera",
        "buendnisbuero-ilmenau",
        "gremium-geschaeftsstelle",
        "auditor",
        "verwaltung-nur-lesen",
    }


def test_for_each_pair_something_stands_on_one_home_and_not_on_the_other():
    homes = {account.name: words(home(account)) for account in ACCOUNTS}
    for one in homes:
        for other in homes:
            if one != other:
                assert homes[one] - homes[other] - {one}, f"{one} sieht nichts, was {other} nicht sieht"


def test_the_home_is_not_empty_for_anybody():
    for account in ACCOUNTS:
        assert 'class="section"' in home(account), account.name


def test_the_auditor_ends_and_the_others_do_not():
    ends = {
        row.user.email: row.valid_to for row in Membership.objects.filter(user__is_demo=True).select_related("user")
    }
    assert {email for email, end in ends.items() if end} == {"auditor@familiennetz.example"}
    assert ends["auditor@familiennetz.example"] > timezone.localdate()
    assert Membership.objects.get(user__email="auditor@familiennetz.example").role == Role.AUDITOR


def test_the_instructor_is_the_account_of_a_course_leader():
    assert Instructor.objects.get(user__isnull=False).user.email == "kursleitung-ernaehrung@familiennetz.example"


def test_nobody_knows_a_password_from_the_code(demo_network, data_dir, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        rows = load_demo(demo_network)
    assert not rows.created
    path = data_dir / "demo-zugaenge.txt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = dict(line.split() for line in path.read_text().splitlines() if "@" in line)
    assert set(lines) == {account.email for account in ACCOUNTS}
    assert len(set(lines.values())) == len(ACCOUNTS)
    for email, password in lines.items():
        client = Client()
        assert client.post(reverse("account_login"), {"login": email, "password": password}).url == "/intern/"


def test_a_second_load_leaves_the_passwords_alone(demo_network, data_dir, django_capture_on_commit_callbacks):
    texts = []
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            load_demo(demo_network)
        texts.append((data_dir / "demo-zugaenge.txt").read_text())
    assert texts[0] == texts[1]


def test_made_passwords_pass_the_rules_and_differ():
    from django.contrib.auth.password_validation import validate_password

    made = {accounts.made_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        validate_password(password, User(email="admin@familiennetz.example", display_name="Administration"))
    assert settings.AUTH_PASSWORD_VALIDATORS
