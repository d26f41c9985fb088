"""Editable lists: partner categories, topics, life stages, target groups, languages, programmes (domain 3.2, 3.3)."""

from django.db.models import Q
from django.utils.text import slugify

from familynet.demo.demo_rows import Rows
from familynet.demo.tables import read_table
from offers.models import AccessMeasure, LifeStage, TargetGroup
from partners.models import ActionField, Language, PartnerCategory, Program, Topic

FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue", "ß": "ss"})


def german_slug(text: str) -> str:
    """Address form of a German name: ``Familien mit Säugling`` becomes ``familien-mit-saeugling``."""
    return slugify(text.translate(FOLD))


def same_name_or_slug(name: str, slug: str) -> Q:
    """A row that already carries one of two columns that are unique."""
    return Q(name=name) | Q(slug=slug)


def load_catalogs(rows: Rows) -> None:
    """All lists; keys are the address forms of the names, for languages the code."""
    data = read_table("catalogs")
    for name in data["categories"]:
        slug = german_slug(name)
        rows.keep(
            PartnerCategory,
            slug,
            known_by=same_name_or_slug(name, slug),
            name=name,
            slug=slug,
            is_priority=name in data["priority"],
        )
    _load_topics(rows, data["topics"])
    for position, stage in enumerate(data["stage"], start=1):
        slug = german_slug(stage["name"])
        rows.keep(
            LifeStage,
            slug,
            known_by=same_name_or_slug(stage["name"], slug),
            name=stage["name"],
            slug=slug,
            icon=stage["icon"],
            summary=stage["summary"],
            position=position * 10,
            on_start_page=stage.get("start", False),
        )
    for position, name in enumerate(data["targets"]["names"], start=1):
        slug = german_slug(name)
        rows.keep(
            TargetGroup, slug, known_by=same_name_or_slug(name, slug), name=name, slug=slug, position=position * 10
        )
    for position, (name, icon) in enumerate(data["access"]["names"], start=1):
        slug = german_slug(name)
        rows.keep(
            AccessMeasure,
            slug,
            known_by=same_name_or_slug(name, slug),
            name=name,
            slug=slug,
            icon=icon,
            position=position * 10,
        )
    for position, (code, name, native, rtl) in enumerate(data["languages"]["rows"], start=1):
        rows.keep(
            Language,
            code,
            known_by=Q(code=code),
            code=code,
            name=name,
            native_name=native,
            is_rtl=rtl,
            position=position * 10,
        )
    _load_programs(rows, data["program"])


def _load_topics(rows: Rows, areas: dict) -> None:
    for position, (name, area) in enumerate(areas.items(), start=1):
        parent = _topic(rows, name, area["icon"], position * 100)
        for step, (child, icon) in enumerate(area["topics"], start=1):
            _topic(rows, child, icon, position * 100 + step, parent=parent)


def _topic(rows: Rows, name: str, icon: str, position: int, parent: Topic | None = None) -> Topic:
    slug = german_slug(name)
    return rows.keep(
        Topic,
        slug,
        known_by=same_name_or_slug(name, slug),
        name=name,
        slug=slug,
        icon=icon,
        position=position,
        parent=parent,
    )


def _load_programs(rows: Rows, programs: list[dict]) -> None:
    for row in programs:
        program = rows.keep(
            Program,
            row["slug"],
            known_by=same_name_or_slug(row["name"], row["slug"]),
            name=row["name"],
            slug=row["slug"],
            short_name=row["short"],
            level=row["level"],
            description=row["text"],
        )
        for code, name in row.get("fields", []):
            rows.keep(
                ActionField,
                f"{row['slug']} {code}",
                known_by=Q(program=program, code=code),
                program=program,
                code=code,
                name=name,
            )
