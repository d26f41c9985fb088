"""Who sees what of an agreement in negotiation: every page there is, for everybody who may or may not (T01).

Pages are read from the URLconf, so a new one is tried as soon as it exists. Canaries are words that stand in the
database and must not come out to those they are not for.
"""

import hashlib
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from agreements.actions import negotiating as say
from agreements.actions.invitations import revoke_party_invitation
from agreements.actions.locking import return_to_draft
from agreements.enums import AttachmentKind
from agreements.models import Agreement, AgreementInvitation, AgreementNote, Attachment, StoredFile
from agreements.negotiation.guest_links import token_of
from agreements.negotiation.speaker import Speaker
from agreements.urls import urlpatterns
from tests.agreements.negotiation_world import GUEST_MAIL, negotiation
from tests.factories.partners import OrganizationFactory, person

pytestmark = pytest.mark.django_db
TITLE = "KANARIE-TITEL"
NOTE, FILE, FOREIGN = "KANARIE-NOTIZ", "KANARIE-ANLAGE", "KANARIE-FREMD"
INTERNAL = (NOTE, FILE, GUEST_MAIL)
OPEN_TO_ALL = {
    "guest",
    "guest_remark",
    "guest_agree",
    "guest_take_back",
    "guest_changes",
    "public_list",
    "public_summary",
    "verification",
    "verify",
    "calendar_feed",
}


@pytest.fixture
def world():
    world = negotiation()
    foreign = negotiation(center=OrganizationFactory())
    for one, title in ((world.agreement, TITLE), (foreign.agreement, FOREIGN)):
        Agreement.objects.filter(pk=one.pk).update(title=title)
        one.refresh_from_db()
    AgreementNote.objects.create(agreement=world.agreement, text=NOTE, by=world.boss)
    content = FILE.encode()
    stored = StoredFile.objects.create(
        sha256=hashlib.sha256(content).hexdigest(), size=len(content), content_type="text/plain", content=content
    )
    world.internal = Attachment.objects.create(
        agreement=world.agreement,
        kind=AttachmentKind.LETTER,
        title=FILE,
        file_name=f"{FILE}.txt",
        file=stored,
        is_internal=True,
    )
    say.add_comment(world.version, Speaker(world.other, invitation=world.link), text="Vom Gast")
    return world


def browser(user) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def addresses(world):
    """Name and address of every page about this agreement, with something that exists in every place."""
    values = {
        "uuid": world.agreement.uuid,
        "key": world.clause.key,
        "file_uuid": world.internal.uuid,
        "invitation": world.link.uuid,
        "remark": world.version.comments.get().uuid,
        "number": 1,
        "verb": "negotiate",
        "ending": "csv",
    }
    for pattern in urlpatterns:
        names = places_in(pattern)
        if pattern.name in OPEN_TO_ALL or "uuid" not in names or "muster/" in str(pattern.pattern):
            continue
        given = {
            name: values.get(name, uuid.uuid4() if "UUID" in type(kind).__name__ else "commitments")
            for name, kind in names.items()
        }
        yield pattern.name, reverse(f"agreements:{pattern.name}", kwargs=given)


def lists():
    """Pages without an agreement in the address: lists, overviews, exports."""
    for pattern in urlpatterns:
        if pattern.name not in OPEN_TO_ALL and set(places_in(pattern)) <= {"ending"}:
            given = dict.fromkeys(places_in(pattern), "csv")
            yield pattern.name, reverse(f"agreements:{pattern.name}", kwargs=given)


def places_in(pattern) -> dict[str, object]:
    """What has to be filled in, with its kind."""
    return dict.fromkeys(pattern.pattern.regex.groupindex) | pattern.pattern.converters


def words(response) -> str:
    body = b"".join(response) if response.streaming else response.content
    return body.decode("utf-8", "replace")


def test_the_pages_are_found(world):
    names = {name for name, _ in addresses(world)}
    assert {"agreement", "negotiation", "workbench", "negotiation_answer", "publicity"} <= names


OUTSIDERS = {
    "party whose invitation was withdrawn": lambda world: world.manager,
    "stranger": lambda world: person(Role.PARTNER_MANAGER),
    "other centre": lambda world: person(Role.COORDINATION),
    "party of another agreement": lambda world: negotiation(center=OrganizationFactory()).manager,
    "auditor before the text is locked": lambda world: person(Role.AUDITOR, world.partner),
    "planner": lambda world: person(Role.PLANNER, world.center),
    "instructor": lambda world: person(Role.INSTRUCTOR, world.partner),
    "committee member": lambda world: person(Role.COMMITTEE_MEMBER, world.center),
}
"""Everybody for whom this agreement does not exist."""


@pytest.mark.parametrize("who", OUTSIDERS)
def test_for_outsiders_it_does_not_exist(world, who):
    revoke_party_invitation(world.invited, by=world.boss)
    client = browser(OUTSIDERS[who](world))
    for name, url in addresses(world):
        for response in (client.get(url), client.post(url, {})):
            assert response.status_code in {404, 405, 403}, f"{name}: {response.status_code}"
            assert response.status_code != 403 or not person_may_open(client), name
            for canary in (TITLE, *INTERNAL):
                assert canary not in words(response), name
    for name, url in lists():
        text = words(client.get(url))
        for canary in (TITLE, *INTERNAL):
            assert canary not in text, name


def person_may_open(client) -> bool:
    """Roles without any business here may be turned away with 403 at the door, whatever they ask for."""
    return client.get(reverse("agreements:negotiation", args=[uuid.uuid4()])).status_code == 404


def test_before_the_invitation_and_after(world):
    newcomer = OrganizationFactory()
    user = person(Role.PARTNER_MANAGER, newcomer)
    client, url = browser(user), reverse("agreements:negotiation", args=[world.agreement.uuid])
    party = world.version.parties.get(organization=world.partner)
    type(party).objects.filter(pk=party.pk).update(organization=newcomer)
    assert client.get(url).status_code == 404, "a party that was not invited yet"
    invited = AgreementInvitation.objects.create(agreement=world.agreement, organization=newcomer)
    assert client.get(url).status_code == 200
    revoke_party_invitation(invited, by=world.boss)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("who", ["manager", "editor"])
def test_invited_parties_never_see_the_inside(world, who):
    client = browser(getattr(world, who))
    seen = 0
    for name, url in [*addresses(world), *lists()]:
        response = client.get(url)
        assert response.status_code in {200, 302, 403, 404, 405, 409}, f"{name}: {response.status_code}"
        seen += response.status_code == 200
        text = words(response)
        for canary in (*INTERNAL, FOREIGN, token_of(world.link)):
            assert canary not in text, name
    assert seen >= 3


def test_invited_parties_cannot_do_what_the_centre_does(world):
    client = browser(world.manager)
    before = (world.version.comments.get().state, world.clause.text, world.agreement.state)
    for name, url in addresses(world):
        if name in {"negotiation_agree", "negotiation_take_back", "negotiation_remark"}:
            continue
        response = client.post(url, {"verb": "resolve", "text": "Fremd", "heading": "Fremd", "edition": 1})
        assert response.status_code in {403, 404, 405}, f"{name}: {response.status_code}"
    world.agreement.refresh_from_db()
    assert before == (world.version.comments.get().state, world.clause.text, world.agreement.state)


def test_read_only_staff_read_and_change_nothing(world):
    client = browser(person(Role.READ_ONLY))
    assert client.get(reverse("agreements:negotiation", args=[world.agreement.uuid])).status_code == 200
    for name, url in addresses(world):
        text = words(client.get(url))
        for canary in (*INTERNAL, token_of(world.link)):
            assert canary not in text, name
        assert client.post(url, {}).status_code in {403, 404, 405}, name


def test_data_protection_sees_whom_letters_went_to(world):
    """Positive control: the canaries can be found by those they are for."""
    url = reverse("agreements:negotiation", args=[world.agreement.uuid])
    assert GUEST_MAIL in words(browser(person(Role.DATA_PROTECTION)).get(url))
    assert GUEST_MAIL in words(browser(world.boss).get(url))
    life = words(browser(world.boss).get(reverse("agreements:life", args=[world.agreement.uuid])))
    assert NOTE in life


def test_anonymous_people_are_sent_to_the_sign_in(world, client):
    for name, url in [*addresses(world), *lists()]:
        response = client.get(url)
        assert response.status_code == 302, name
        assert response.url.startswith("/konto/anmelden/"), name


def test_a_link_shows_its_own_text_and_nothing_of_the_inside(world, client):
    token = token_of(world.link)
    for name in ("guest", "guest_remark", "guest_changes"):
        text = words(client.get(reverse(f"agreements:{name}", args=[token])))
        assert TITLE in text
        for canary in (*INTERNAL, FOREIGN, "Testperson", "/intern/vereinbarungen/"):
            assert canary not in text, f"{name} {canary}"
    for name, url in [*addresses(world), *lists()]:
        assert client.get(url).status_code == 302, f"the link is no sign-in: {name}"


def test_a_link_is_no_way_into_another_text(world, client):
    foreign = Agreement.objects.get(title=FOREIGN).versions.get()
    clause = foreign.clauses.first()
    url = reverse("agreements:guest_remark", args=[token_of(world.link)], query={"klausel": clause.key})
    assert client.get(url).status_code == 404


def test_taken_back_the_text_is_closed_to_the_link(world, client):
    return_to_draft(world.agreement, by=world.boss)
    response = client.get(reverse("agreements:guest", args=[token_of(world.link)]))
    assert response.status_code == 410
    assert TITLE not in words(response)
