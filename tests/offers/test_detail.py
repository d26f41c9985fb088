"""``/angebote/<slug>/``: the answers, what is not said, and what stands there when it is over."""

import re
from datetime import time, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from offers.enums import Approval, OfferKind, OfferState, RegistrationMode, RunState, SessionState, TextKind
from offers.models import Offer, OfferRun, OfferSession
from partners.enums import Visibility
from tests.factories.offers import (
    EventProgramItemFactory,
    EventResultFactory,
    FeeOptionFactory,
    InstructorFactory,
    OfferFactory,
    OfferPartnerFactory,
    OfferTextFactory,
    RunInstructorFactory,
)
from tests.factories.partners import (
    HostedOrganizationFactory,
    LanguageFactory,
    OrganizationFactory,
    PersonConsentFactory,
)
from tests.offers.rows import next_weekday, published

pytestmark = pytest.mark.django_db
THURSDAY = next_weekday(4, time(10))


def page(client, offer):
    response = client.get(offer.get_absolute_url())
    assert response.status_code == 200
    return response.text


def weekly(count):
    return [THURSDAY + timedelta(days=7 * n) for n in range(count)]


def test_answers_stand_in_the_order_people_ask(client):
    offer = published("Elsterfrösche", starts=weekly(2), fee=32, minimum_age_months=6, maximum_age_months=12)
    labels = re.findall(r"</svg> ([^<]+)</dt>", page(client, offer))

    assert labels == ["Für wen", "Wann", "Wo", "Kosten", "Anmeldung", "Wen fragen"]


def test_number_of_queries(client, rf):
    from offers.views.offer import offer as view

    def queries(offer):
        request = rf.get(offer.get_absolute_url())
        request.user = AnonymousUser()
        with CaptureQueriesContext(connection) as asked:
            response = view(request, offer.slug)
        with CaptureQueriesContext(connection) as rendered:
            response.render()
        assert len(rendered) == 0
        return len(asked)

    small = published("Klein", starts=weekly(1), fee=5)
    large = published("Groß", starts=weekly(20), fee=5, kind=OfferKind.CONFERENCE)
    for _ in range(3):
        FeeOptionFactory(run=large.runs.get())
        RunInstructorFactory(run=large.runs.get())
        EventProgramItemFactory(offer=large)
        OfferTextFactory(offer=large)
        OfferPartnerFactory(offer=large)

    assert queries(small) == 6
    assert queries(large) == 8


def test_eight_dates_first_and_the_others_unfold(client):
    text = page(client, published("Kurs", starts=weekly(11)))

    assert text.count('<li><time datetime="') == 11
    assert "alle Termine, 3 weitere" in text


def test_full_course_says_so_and_how_to_get_on_the_list(client):
    offer = published("Voll", starts=weekly(3), places=8, taken=8, registration_mode=RegistrationMode.PHONE)
    text = page(client, offer)

    assert "ausgebucht – Warteliste" in text
    assert "Warteliste: 030 23125001 anrufen" in text
    assert 'href="tel:+493023125001"' in text
    assert "Anmeldung online folgt" not in text


def test_few_places_are_counted(client):
    offer = published("Knapp", starts=weekly(1), places=8, taken=5, registration_mode=RegistrationMode.PHONE)

    assert "noch 3 Plätze frei" in page(client, offer)


def test_cancelled_course_gives_the_reason(client):
    offer = published("Gymnastik", starts=weekly(2), run_state=RunState.CANCELLED)
    OfferRun.objects.filter(offer=offer).update(alert="Zu wenige Anmeldungen.")
    text = page(client, offer)

    assert "Abgesagt" in text
    assert "Zu wenige Anmeldungen." in text
    assert "fällt aus" in text


def test_cancelled_and_moved_sessions_are_named(client):
    offer = published("Kurs", starts=weekly(3))
    first, second, _ = OfferSession.objects.order_by("starts_at")
    OfferSession.objects.filter(pk=first.pk).update(state=SessionState.CANCELLED)
    OfferSession.objects.filter(pk=second.pk).update(
        state=SessionState.MOVED, moved_from=second.starts_at - timedelta(days=1)
    )
    text = page(client, offer)

    assert text.count("fällt aus") == 1
    assert "verlegt von" in text


def test_fees_with_what_they_take(client):
    offer = published("Kurs", starts=weekly(1), fee=32)
    FeeOptionFactory(run=offer.runs.get(), label="Mit Sozialpass", amount=0, proof_required="Sozialpass", order=2)
    text = page(client, offer)

    assert "Mit Sozialpass: <strong>kostenlos</strong>" in text
    assert "Nachweis: Sozialpass" in text


def test_other_facilities_of_the_house_and_roles(client):
    offer = published("Kurs", starts=weekly(1))
    neighbor = OrganizationFactory(public=True, name="Kita Kastanienzwerge")
    hidden = OrganizationFactory(name="Noch nicht bestätigt")
    HostedOrganizationFactory(location=offer.location, organization=neighbor)
    HostedOrganizationFactory(location=offer.location, organization=hidden)
    OfferPartnerFactory(offer=offer, organization__name="Sportverein", approval=Approval.AGREED)
    OfferPartnerFactory(offer=offer, organization__name="Will nicht", approval=Approval.OBJECTED)
    text = page(client, offer)

    assert "Unter einem Dach" in text
    assert "Kita Kastanienzwerge" in text
    assert "Mitveranstalter: Sportverein" in text
    assert "Noch nicht bestätigt" not in text
    assert "Will nicht" not in text


def test_texts_carry_language_and_direction(client):
    offer = published("Treff", starts=weekly(1))
    arabic = LanguageFactory(code="ar", name="Arabisch", is_rtl=True)
    OfferTextFactory(offer=offer, kind=TextKind.TRANSLATION, language=arabic, title="مرحبا", text="أهلا وسهلا")

    assert '<div class="prose" lang="ar" dir="rtl">' in page(client, offer)


def test_names_only_with_valid_consent(client):
    offer = published("Fachtag", starts=weekly(1), kind=OfferKind.CONFERENCE)
    given = PersonConsentFactory()
    withdrawn = PersonConsentFactory(withdrawn_on=timezone.localdate())
    EventProgramItemFactory(offer=offer, speaker_name="Testperson 01", speaker_consent=given)
    EventProgramItemFactory(offer=offer, speaker_name="Testperson 02", speaker_consent=withdrawn)
    person = InstructorFactory(
        display_name_public="Testperson 03", public_name_consent=withdrawn, label="Kursleitung A"
    )
    RunInstructorFactory(run=offer.runs.get(), instructor=person)
    text = page(client, offer)

    assert "Testperson 01" in text
    assert "Testperson 02" not in text
    assert "Testperson 03" not in text
    assert "Kursleitung A" in text


def test_protected_address_and_online_link_stay_secret(client):
    offer = published("Beratung", starts=weekly(1))
    offer.location.is_protected = True
    offer.location.save()
    OfferRun.objects.filter(offer=offer).update(online_url="https://treffen.example/geheim")
    text = page(client, offer)

    assert "Am Elsterbogen" not in text
    assert offer.location.name not in text
    assert "geheim" not in text
    assert "Die Adresse ist nicht öffentlich." in text


def test_internal_contact_is_not_shown(client):
    offer = published("Kurs", starts=weekly(1))
    offer.contact_point.visibility = Visibility.INTERNAL
    offer.contact_point.save()

    assert "030 23125001" not in page(client, offer)


def test_print_card_has_a_code_and_the_address(client):
    offer = published("Kurs", starts=weekly(1))
    text = page(client, offer)

    assert '<svg class="qr"' in text
    assert f"<p>http://127.0.0.1:8000{offer.get_absolute_url()}</p>" in text
    assert "style=" not in text


@pytest.mark.parametrize("state", [OfferState.IDEA, OfferState.COORDINATION, OfferState.APPROVED, OfferState.REJECTED])
def test_never_shown_is_not_found(client, state):
    assert client.get(OfferFactory(state=state).get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"state": OfferState.PAUSED}, 410, "macht gerade Pause"),
        ({"state": OfferState.RETIRED}, 410, "gibt es nicht mehr"),
        ({"assured_on": None}, 410, "macht gerade Pause"),
        ({"publish_from": timezone.localdate() + timedelta(days=3)}, 404, "gibt es hier nicht"),
    ],
)
def test_once_shown_is_gone_in_a_friendly_way(client, change, status, words):
    offer = published("Bastelkreis", starts=weekly(1))
    Offer.objects.filter(pk=offer.pk).update(**change)
    response = client.get(offer.get_absolute_url())

    assert response.status_code == status
    assert words in response.text


def test_markup_of_partners_is_harmless(client):
    evil = "</script><script>alert(1)</script>"
    offer = published(evil, starts=weekly(1), description="<img src=x onerror=alert(1)>")
    text = page(client, offer)

    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_what_is_over_says_so_and_shows_what_came_of_it(client):
    offer = published("Fachtag", starts=[timezone.now() - timedelta(days=30)], kind=OfferKind.CONFERENCE)
    OfferRun.objects.filter(offer=offer).update(state=RunState.COMPLETED)
    EventResultFactory(offer=offer, challenge="Zu wenig Plätze", task="Im Gremium beraten")
    text = page(client, offer)

    assert "zuletzt" in text
    assert "Das hat schon stattgefunden." in text
    assert "Bitte melden Sie sich vorher an." not in text
    assert "Zu wenig Plätze" in text
    assert "Im Gremium beraten" in text
