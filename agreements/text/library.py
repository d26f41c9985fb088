"""Which templates and own clauses a person can read and use, and what a template still lacks."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from agreements import permissions
from agreements.enums import Block
from agreements.models import AgreementTemplate, ClauseTemplate
from agreements.text.variables import unknown_variables
from partners.models import Organization
from partners.rights.held import Person, roles_of

NEEDED = {Block.PARTIES: "Vertragsparteien", Block.SIGNATURES: "Unterschriften"}
NOTE = gettext_lazy("Muster – vor Verwendung rechtlich prüfen")
"""Stands on the page and on print, never in the contract."""


def readable_templates(user: Person) -> "QuerySet[AgreementTemplate]":
    """Templates this person sees: shipped ones and those of his centres; drafts only where he may edit them."""
    if not permissions.may_open_templates(user):
        return AgreementTemplate.objects.none()
    mine = AgreementTemplate.objects.editable_by(user).values("pk")
    rows = AgreementTemplate.objects.visible_to(user).filter(Q(published_at__isnull=False) | Q(pk__in=mine))
    return rows.select_related("organization", "based_on")


def listed_templates(user: Person) -> list[AgreementTemplate]:
    """All that are readable, newest version first within its family, each with ``used`` (agreements made from it)."""
    rows = readable_templates(user).annotate(used=Count("agreements"))
    return list(rows.order_by("kind", F("organization__name_key").asc(nulls_first=True), "name", "family", "-number"))


def reusable_clauses(user: Person) -> "QuerySet[ClauseTemplate]":
    """Own clauses to copy into an agreement: prose of the published templates of one's centres."""
    rows = ClauseTemplate.objects.filter(block=Block.NONE).exclude(text="")
    own = AgreementTemplate.objects.usable_by(user).filter(organization__isnull=False)
    return (
        rows.filter(template__in=own)
        .select_related("template__organization")
        .order_by("template__organization__name_key", "template__name", "position")
    )


def owning_organizations(user: Person) -> "QuerySet[Organization]":
    """For whom this person can keep own templates: his centres; administration: all that have a coordination."""
    if Role.ADMINISTRATION in roles_of(user):
        return Organization.objects.filter(memberships__role=Role.COORDINATION).distinct().order_by("name_key")
    return Organization.objects.filter(pk__in=permissions.center_ids(user)).order_by("name_key")


def template_problems(clauses: Sequence[ClauseTemplate]) -> list[str]:
    """What must be put right before a template can be published, in sentences."""
    if not clauses:
        return [_("Das Muster hat noch keine Klausel.")]
    problems = [
        _("Es fehlt eine Pflichtklausel mit dem Teil „%(label)s“.") % {"label": label}
        for block, label in NEEDED.items()
        if not any(clause.block == block and clause.is_mandatory for clause in clauses)
    ]
    problems += [
        _("„%(heading)s“ ist leer.") % {"heading": one.heading}
        for one in clauses
        if not one.text.strip() and not one.block
    ]
    problems += [_("Den Teil „%(label)s“ gibt es mehr als einmal.") % {"label": label} for label in _repeated(clauses)]
    for clause in clauses:
        problems += [
            _("„%(heading)s“: Die Angabe {{%(name)s}} gibt es nicht.") % {"heading": clause.heading, "name": name}
            for name in unknown_variables(clause.text)
        ]
    return problems


def _repeated(clauses: Iterable[ClauseTemplate]) -> list[str]:
    used = [clause.block for clause in clauses if clause.block]
    return [str(Block(block).label) for block in dict.fromkeys(used) if used.count(block) > 1]
