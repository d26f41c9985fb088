"""Demo accounts of domain 8.9: one for each kind of day, with passwords made when loaded (R-11).

The passwords stand in ``DATA_DIR/demo-zugaenge.txt`` and nowhere else. A second load changes nothing, unless that file
is gone: then nobody knows the passwords any more, and all demo accounts get new ones.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from familynet.demo.demo_rows import Rows, demo_identifier
from familynet.demo.reference_date import Day
from offers.models import Instructor
from partners.models import Membership, Organization

DOMAIN = "familiennetz.example"
AUDIT_MONTHS = 6
WORDS = """
Ahorn Amsel Apfel Birke Blume Boot Brot Buche Dachs Distel Drachen Eiche Elster Ente Esel Fenster Fichte Flieder Floh
Fuchs Garten Giebel Glocke Hafer Hase Heide Igel Insel Kamel Karte Kasten Kirsche Klee Knopf Kranich Kuchen Lampe Linde
Luchs Mantel Meise Mond Moos Mütze Nebel Ofen Otter Papier Pappel Pilz Pinsel Quelle Rabe Regen Roller Salbei Schaf
Seil Sofa Storch Tanne Teich Tisch Ufer Vogel Wald Wiese Wolke Zaun Ziege Zimt
"""


@dataclass(frozen=True)
class Account:
    """One account: its name before the @, what people call it, its roles by organisation."""

    name: str
    display_name: str
    roles: tuple[tuple[Role, str], ...]

    @property
    def email(self) -> str:
        return f"{self.name}@{DOMAIN}"


R = Role
CITY, CENTER, ALLIANCE = "stadtverwaltung-gera", "familienzentrum-elsterbogen", "lokales-buendnis-ilmenau"
ACCOUNTS = (
    Account("admin", "Administration", ((R.ADMINISTRATION, CITY),)),
    Account("datenschutz", "Datenschutz", ((R.DATA_PROTECTION, CITY),)),
    Account("koordination-elsterbogen", "Koordination Elsterbogen", ((R.COORDINATION, CENTER),)),
    Account(
        "koordination-waldblick", "Koordination Waldblick", ((R.COORDINATION, "frauen-und-familienzentrum-waldblick"),)
    ),
    Account(
        "partner-beratungsstelle",
        "Leitung Beratungsstelle",
        ((R.PARTNER_MANAGER, "erziehungsberatung-am-muehlgraben"),),
    ),
    Account("partner-firma", "Redaktion Gärtnerei Blattgrün", ((R.PARTNER_EDITOR, "gaertnerei-blattgruen"),)),
    Account("kursleitung-ernaehrung", "Kursleitung Ernährung", ((R.INSTRUCTOR, CENTER),)),
    Account("planung-gera", "Sozialplanung Gera", ((R.PLANNER, "sozialplanung-gera"),)),
    Account(
        "buendnisbuero-ilmenau",
        "Bündnisbüro Ilmenau",
        ((R.COORDINATION, ALLIANCE), (R.COMMITTEE_OFFICE, ALLIANCE)),
    ),
    Account("gremium-geschaeftsstelle", "Geschäftsstelle AG § 78", ((R.COMMITTEE_OFFICE, "jugendamt-gera"),)),
    Account("auditor", "Begutachtung Gütesiegel", ((R.AUDITOR, CENTER),)),
    Account("verwaltung-nur-lesen", "Stadtverwaltung, nur lesen", ((R.READ_ONLY, CITY),)),
)
LEADS_COURSES = {"kursleitung-ernaehrung": "kursleitung-ernaehrung"}
"""Account name to the key of the instructor it belongs to (``familynet.demo.people``)."""


def load_accounts(rows: Rows, day: Day) -> None:
    """Create what is missing of the accounts and their roles; passwords go into the file once it is all committed."""
    wanted = not password_file().exists()
    passwords = {}
    for account in ACCOUNTS:
        known = User.objects.filter(uuid=demo_identifier(User, account.name)).first()
        locked = known is not None and not (known.is_demo or known.is_active)  # stayed behind when the demo went
        if known and locked:
            known.is_demo = known.is_active = True
            known.save(update_fields=["is_demo", "is_active"])
        user = known or _create(account)
        if known is None:
            rows.created[User] += 1
        if known is None or wanted or locked:
            passwords[account] = made_password()
            user.set_password(passwords[account])
            user.save(update_fields=["password"])
        for role, slug in account.roles:
            rows.keep(
                Membership,
                f"{account.name} {role} {slug}",
                user=user,
                organization=rows.get(Organization, slug),
                role=role,
                valid_from=day.months(-3),
                valid_to=day.months(AUDIT_MONTHS) if role == Role.AUDITOR else None,
            )
        leads = LEADS_COURSES.get(account.name)
        if leads:
            Instructor.objects.filter(uuid=demo_identifier(Instructor, leads), user=None).update(user=user)
    if passwords:
        transaction.on_commit(lambda: write_passwords(passwords))


def _create(account: Account) -> User:
    user = User(
        uuid=demo_identifier(User, account.name), email=account.email, display_name=account.display_name, is_demo=True
    )
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


def made_password() -> str:
    """Four words and four digits, for example ``Amsel-Roller-Zimt-Boot-4711``."""
    words = WORDS.split()
    return "-".join([*(secrets.choice(words) for _ in range(4)), f"{secrets.randbelow(10_000):04}"])


def password_file() -> Path:
    return Path(settings.DATA_DIR) / "demo-zugaenge.txt"


def write_passwords(passwords: dict[Account, str]) -> None:
    """Write address and password of these accounts, readable for the owner of the data folder only.

    Lines of other accounts stay, so that loading a part again loses nothing.
    """
    path = password_file()
    kept = {}
    if path.exists():
        kept = dict(line.split() for line in path.read_text(encoding="utf-8").splitlines() if "@" in line)
    kept |= {account.email: password for account, password in passwords.items()}
    width = max(map(len, kept))
    lines = ["Demo-Zugänge für das Familiennetz. Anmelden unter /konto/anmelden/", ""]
    lines += [f"{email.ljust(width)}  {password}" for email, password in kept.items()]
    part = path.with_suffix(f".{os.getpid()}")
    part.touch(mode=0o600)
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    part.replace(path)
