"""A small world with one of everything, and how to build the address of each page that shows one thing.

``EXAMPLES[name](world, organization)`` gives the arguments of the address for a record of ``organization``: the actors'
own one or a foreign one. Pages without arguments need no entry.
"""

from dataclasses import dataclass, field
from pathlib import PurePath

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from agreements.actions.files import add_annex
from agreements.exports.agreement_pdf import make_pdf
from agreements.life.calendar_links import token_of
from kit.models import ImportJob, OutgoingMail
from offers.enums import EditionState
from partners.models import Organization
from tests.agreements.life_world import living_agreement
from tests.agreements.negotiation_world import finished, negotiation, published_agreement
from tests.agreements.signing_world import locked, scan, sign
from tests.agreements.signing_world import negotiated as negotiated_agreement
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.agreements import CoverageFactory, complete_template
from tests.factories.offers import (
    CampaignEditionFactory,
    MediaAssetFactory,
    OfferFactory,
    PracticeExampleFactory,
    picture,
)
from tests.factories.partners import (
    HostedOrganizationFactory,
    InvitationFactory,
    LocationFactory,
    MembershipFactory,
    OrganizationFactory,
    RoomFactory,
    person,
)
from texts.models import TextPage

TOKEN = "beispiel-einladung"


@dataclass
class World:
    """Two organisations nobody sees from outside (``home`` of all actors, ``abroad``) and one everybody sees."""

    home: Organization
    abroad: Organization
    public: Organization
    clients: dict[str, Client] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    made: dict[str, object] = field(default_factory=dict)


def build() -> World:
    """The world, with a signed-in browser for every role (through the real sign-in page) and one for nobody."""
    world = World(OrganizationFactory(), OrganizationFactory(), OrganizationFactory(public=True))
    world.clients["anonymous"] = Client()
    for role in Role.values:
        world.people[role] = person(role, world.home)
        world.clients[role] = Client()
        credentials = {"login": world.people[role].email, "password": PASSWORD}
        assert world.clients[role].post(reverse("account_login"), credentials).url == reverse("workspace")
    OrganizationFactory(parent=world.home)  # so that there is a choice where to invite
    for organization in (world.public, world.abroad):
        organization.logo, organization.logo_alt = picture(f"logo-{organization.pk}.png"), "Ein Punkt"
        organization.save()
    location = LocationFactory(photo=picture("haus.png"), photo_alt="Ein Punkt", photo_credit="Test")
    for organization in (world.public, OrganizationFactory(public=True)):
        HostedOrganizationFactory(location=location, organization=organization)
    inviter = MembershipFactory(role=Role.ADMINISTRATION, user=UserFactory()).user
    for organization in (world.home, world.abroad):
        world.made[f"membership {organization.pk}"] = MembershipFactory(organization=organization)
        world.made[f"invitation {organization.pk}"] = InvitationFactory(organization=organization, invited_by=inviter)
        world.made[f"template {organization.pk}"] = complete_template(organization=organization, published=True)
        world.made[f"template draft {organization.pk}"] = complete_template(organization=organization)
        world.made[f"negotiation {organization.pk}"] = negotiation(center=organization)
        world.made[f"locked {organization.pk}"] = version = locked(center=organization, annex=True)
        sign(version)
        make_pdf(version)
        world.made[f"living {organization.pk}"] = living_agreement(organization)
        world.made[f"open {organization.pk}"] = opened = negotiated_agreement(center=organization)
        add_annex(opened.versions.get(), checked=scan(), title="Plan", by=None)
    InvitationFactory(token=TOKEN, invited_by=inviter)
    world.made["published agreement"] = published_agreement(center=world.public)
    world.made["finished text"] = done = finished()
    make_pdf(done.version)
    world.made["house"] = location
    world.made["offer"] = OfferFactory(published=True, lead=world.public)
    world.made["campaign"] = CampaignEditionFactory(
        state=EditionState.ANNOUNCED, year=timezone.localdate().year + 1, campaign__organizer=world.public
    ).campaign
    world.made["picture"] = MediaAssetFactory(organization=world.public, file=picture())
    world.made["practice"] = PracticeExampleFactory(organization=world.public, is_public=True)
    world.made["page"] = TextPage.objects.create(slug="beispielseite", title="Beispielseite", body="Text")
    for organization, sender in ((world.home, world.people[Role.COORDINATION]), (world.abroad, inviter)):
        world.made[f"import {organization.pk}"] = ImportJob.objects.create(
            kind="offers", source="t", file_name="a.csv", content=b"a", uploaded_by=sender, state="checked", created=1
        )
    world.made["mail"] = OutgoingMail.objects.create(
        message_id="<beispiel>", to="a@familiennetz.example", subject="Beispiel", purpose="beispiel"
    )
    return world


def shown(world, organization):
    """Where the page is public, the own record is a public one."""
    return {"slug": (world.public if organization == world.home else organization).slug}


def file_name(column):
    return PurePath(column.name).name


def negotiated(world, organization):
    return {"uuid": world.made[f"negotiation {organization.pk}"].agreement.uuid}


def invited(world, organization):
    return negotiated(world, organization) | {"invitation": world.made[f"negotiation {organization.pk}"].link.uuid}


def remarked(world, organization):
    return negotiated(world, organization) | {"remark": world.made[f"negotiation {organization.pk}"].remark.uuid}


def by_link(world, organization):
    return {"token": world.made[f"negotiation {organization.pk}"].token}


def finished_text(world, organization):
    return {"token": world.made["finished text"].token}


def template(world, organization):
    return {"uuid": world.made[f"template {organization.pk}"].uuid}


def template_draft(world, organization):
    return {"uuid": world.made[f"template draft {organization.pk}"].uuid}


def template_clause(world, organization):
    return template_draft(world, organization) | {"key": "ziele"}


def locked_one(world, organization):
    return {"uuid": world.made[f"locked {organization.pk}"].agreement.uuid}


def missing_party(world, organization):
    version = world.made[f"locked {organization.pk}"]
    return locked_one(world, organization) | {"key": version.parties.filter(must_sign=True, signatures=None).get().key}


def signature(world, organization):
    version = world.made[f"locked {organization.pk}"]
    return locked_one(world, organization) | {"signature_uuid": version.signatures.get().uuid}


def annex(world, organization):
    version = world.made[f"locked {organization.pk}"]
    return locked_one(world, organization) | {"file_uuid": version.annexes.get().attachment.uuid}


def open_one(world, organization):
    return {"uuid": world.made[f"open {organization.pk}"].uuid}


def covered(world, organization):
    """Something that rests on an agreement."""
    row = CoverageFactory(agreement=world.made[f"open {organization.pk}"], room=RoomFactory())
    return {"uuid": row.agreement.uuid, "row": row.uuid}


def open_clause(world, organization):
    version = world.made[f"open {organization.pk}"].versions.get()
    return open_one(world, organization) | {"key": version.clauses.first().key}


def open_party(world, organization):
    version = world.made[f"open {organization.pk}"].versions.get()
    return open_one(world, organization) | {"word": "partei", "key": version.parties.first().key}


def open_annex(world, organization):
    version = world.made[f"open {organization.pk}"].versions.get()
    return open_one(world, organization) | {"file_uuid": version.annexes.get().attachment.uuid}


def living(world, organization):
    return {"uuid": world.made[f"living {organization.pk}"].uuid}


def living_review(world, organization):
    row = world.made[f"living {organization.pk}"]
    return {"uuid": row.uuid, "review": row.reviews.get().uuid}


def living_rest(world, organization):
    row = world.made[f"living {organization.pk}"]
    return {"uuid": row.uuid, "number": row.suspensions.get().pk}


def living_member(world, organization):
    row = world.made[f"living {organization.pk}"]
    today = timezone.localdate()
    joined = row.accessions.first() or row.accessions.create(
        version=row.versions.first(), organization=OrganizationFactory(), signed_on=today, effective_on=today
    )
    return {"uuid": row.uuid, "joined": joined.uuid}


EXAMPLES = {
    "agreements:life": living,
    "agreements:step": lambda world, organization: locked_one(world, organization) | {"verb": "reopen"},
    "agreements:notice": living,
    "agreements:notice_withdraw": living,
    "agreements:amend": living,
    "agreements:succeed": living,
    "agreements:accede": living,
    "agreements:leave": living_member,
    "agreements:review": living,
    "agreements:follow_up_done": living_review,
    "agreements:suspend": living,
    "agreements:suspension_end": living_rest,
    "agreements:note": living,
    "agreements:responsible": living,
    "agreements:calendar_feed": lambda world, organization: {"token": token_of(world.people[Role.COORDINATION])},
    "agreements:agreement": open_one,
    "agreements:coverage": open_one,
    "agreements:coverage_add": open_one,
    "agreements:coverage_edit": covered,
    "agreements:coverage_remove": covered,
    "agreements:deliver": open_one,
    "agreements:deliver_remove": lambda world, organization: open_one(world, organization) | {"number": 1},
    "agreements:table": lambda world, organization: {"ending": "csv"},
    "agreements:text": open_one,
    "agreements:compare": open_one,
    "agreements:workbench": open_one,
    "agreements:workbench_head": open_one,
    "agreements:workbench_assign": open_one,
    "agreements:clause_new": open_one,
    "agreements:workbench_clause": open_clause,
    "agreements:clause_history": open_clause,
    "agreements:clause_restore": open_clause,
    "agreements:clause_move": open_clause,
    "agreements:clause_strike": open_clause,
    "agreements:clause_take_up": open_clause,
    "agreements:workbench_part": lambda world, organization: open_one(world, organization) | {"word": "laufzeit"},
    "agreements:workbench_row_new": lambda world, organization: open_one(world, organization) | {"word": "grundlage"},
    "agreements:workbench_row": open_party,
    "agreements:workbench_row_remove": open_party,
    "agreements:workbench_row_move": open_party,
    "agreements:signing": locked_one,
    "agreements:sign": missing_party,
    "agreements:signature_void": signature,
    "agreements:pdf": lambda world, organization: locked_one(world, organization) | {"number": 1},
    "agreements:files": locked_one,
    "agreements:file": annex,
    "agreements:file_add": locked_one,
    "agreements:annexes": open_one,
    "agreements:annex_remove": open_annex,
    "agreements:verify": lambda world, organization: {
        "content_hash": world.made[f"locked {organization.pk}"].content_hash
    },
    "agreements:negotiation": negotiated,
    "agreements:negotiation_remark": negotiated,
    "agreements:negotiation_agree": negotiated,
    "agreements:negotiation_take_back": negotiated,
    "agreements:negotiation_changes": negotiated,
    "agreements:negotiation_start": negotiated,
    "agreements:negotiation_invite": negotiated,
    "agreements:negotiation_deadline": negotiated,
    "agreements:negotiation_remind": invited,
    "agreements:negotiation_revoke": invited,
    "agreements:negotiation_answer": remarked,
    "agreements:publicity": negotiated,
    "agreements:guest": by_link,
    "agreements:guest_remark": by_link,
    "agreements:guest_agree": by_link,
    "agreements:guest_take_back": by_link,
    "agreements:guest_changes": by_link,
    "agreements:guest_text": finished_text,
    "agreements:guest_pdf": finished_text,
    "agreements:public_summary": lambda world, organization: {"uuid": world.made["published agreement"].uuid},
    "agreements:template": template,
    "agreements:template_copy": template,
    "agreements:template_draft": template,
    "agreements:template_publish": template,
    "agreements:template_retire": template,
    "agreements:template_discard": template_draft,
    "agreements:template_edit": template_draft,
    "agreements:template_clause": template_clause,
    "agreements:template_clause_new": template_draft,
    "agreements:template_clause_move": template_clause,
    "agreements:template_clause_remove": template_clause,
    "offers:offer": lambda world, organization: {"slug": world.made["offer"].slug},
    "offers:offer_calendar": lambda world, organization: {"slug": world.made["offer"].slug},
    "offers:organization_calendar": lambda world, organization: {"slug": world.public.slug},
    "offers:campaign": lambda world, organization: {"slug": world.made["campaign"].slug},
    "offers:picture": lambda world, organization: {"name": file_name(world.made["picture"].file)},
    "offers:demand_file": lambda world, organization: {"ending": "csv"},
    "partners:logo": lambda world, organization: {
        "name": file_name((world.public if organization == world.home else organization).logo)
    },
    "partners:site_photo": lambda world, organization: {"name": file_name(world.made["house"].photo)},
    "sitemap_part": lambda world, organization: {"name": "angebote"},
    "house": lambda world, organization: {"slug": world.made["house"].slug},
    "organization": shown,
    "organization_vcard": shown,
    "practice_example": lambda world, organization: {"slug": world.made["practice"].slug},
    "texts:page": lambda world, organization: {"slug": world.made["page"].slug},
    "demo_post_detail": lambda world, organization: {"uuid": world.made["mail"].uuid},
    "account_reset_password_from_key": lambda world, organization: {"uidb36": "1", "key": "abc-def"},
    "mfa_edit_webauthn": lambda world, organization: {"pk": 1},
    "mfa_remove_webauthn": lambda world, organization: {"pk": 1},
    "import_template": lambda world, organization: {"word": "angebote", "ending": "xlsx"},
    "import_job": lambda world, organization: {"uuid": world.made[f"import {organization.pk}"].uuid},
    "import_report": lambda world, organization: {"uuid": world.made[f"import {organization.pk}"].uuid},
    "partners:invitation": lambda world, organization: {"token": TOKEN},
    "partners:invite": lambda world, organization: {"slug": organization.slug},
    "partners:invitation_revoke": lambda world, organization: {
        "uuid": world.made[f"invitation {organization.pk}"].uuid
    },
    "partners:membership_end": lambda world, organization: {"uuid": world.made[f"membership {organization.pk}"].uuid},
}
