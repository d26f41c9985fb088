"""Broken requests, as a stranger and as every demo account: no crash, nothing slow (H4).

``make test`` sends 200; ``FUZZ_REQUESTS=10000 make test ARGS=tests/roof/test_fuzz.py`` the whole lot. ``FUZZ_SEED``
changes the luck of the draw; a failure names the seed and the request.
"""

import logging
import os
import random
import sys
import traceback
from collections import Counter
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.core.signals import got_request_exception
from django.test import Client

from tests.pace import calibration, processor_seconds
from tests.roof.conftest import PUBLIC_STARTS
from tests.roof.fuzzing import Doors, Knock, explore, knocks

pytestmark = pytest.mark.slow

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "200"))
SEED = os.environ.get("FUZZ_SEED", "familynet")
SLOWEST = 60  # units of processor time (tests/pace.py) a single answer may take; a statement has its own limit
STRANGER = "Gast"
STRANGERS_SHARE = 0.6
SIGNED_IN_STARTS = ["/intern/", "/konto/", "/verwaltung/", "/"]


@pytest.fixture
def crashes() -> Iterator[list[str]]:
    """What no page of ours caught: the last frames of each exception."""
    found: list[str] = []

    def note(sender: object, **more: object) -> None:
        found.append(traceback.format_exc(limit=-4))

    got_request_exception.connect(note)
    logging.disable(logging.CRITICAL)
    yield found
    logging.disable(logging.NOTSET)
    got_request_exception.disconnect(note)


def visitors() -> dict[str, Client]:
    """A stranger, and one person for each demo account."""
    clients = {STRANGER: Client(raise_request_exception=False)}
    for user in get_user_model().objects.filter(is_active=True).order_by("email"):
        clients[user.email] = Client(raise_request_exception=False)
        clients[user.email].force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return clients


def doors_of(visitor: str, client: Client) -> Doors:
    if visitor == STRANGER:
        return explore(client, PUBLIC_STARTS, pages=100)
    return explore(client, SIGNED_IN_STARTS, pages=25, each=1)


def timed(client: Client, knock: Knock) -> tuple[int, float]:
    """Status, and processor time in seconds."""
    began = processor_seconds()
    response = knock.send(client)
    if hasattr(response, "streaming_content"):
        response.getvalue()
    took = processor_seconds() - began
    response.close()  # as a web server does
    return response.status_code, took


def report(capsys: pytest.CaptureFixture[str], line: str) -> None:
    """One line of figures, shown also when all is well."""
    with capsys.disabled():
        sys.stdout.write(f"\n{line}")


def test_nothing_crashes_and_nothing_is_slow(demo_site, crashes, capsys):
    rng = random.Random(SEED)
    clients = visitors()
    broken = {who: knocks(doors_of(who, client), rng) for who, client in clients.items()}
    assert crashes == [], "already on the way in"
    people = [who for who in clients if who != STRANGER]
    statuses: Counter[int] = Counter()
    failed: list[str] = []
    slow: list[str] = []
    spent: Counter[str] = Counter()
    slowest = (0.0, "")
    unit = calibration()
    for _ in range(REQUESTS):
        who = STRANGER if rng.random() < STRANGERS_SHARE or not people else rng.choice(people)
        knock = next(broken[who])
        status, took = timed(clients[who], knock)
        statuses[status] += 1
        slowest = max(slowest, (took, f"{who}: {knock}"[:300]))
        spent[f"{knock.method} {knock.path.partition('?')[0][:60]}"] += int(took * 1e6)
        if status >= 500:
            failed.append(f"{status} for {who}: {knock}\n{crashes[-1] if crashes else ''}")
        if took > SLOWEST * max(unit, calibration() if took > SLOWEST * unit else 0):
            slow.append(f"{took:.1f} s for {who}: {knock}")
    answers = ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items()))
    report(
        capsys,
        f"{REQUESTS} broken requests by {len(clients)} visitors, seed {SEED}: {answers}; slowest {slowest[0]:.2f} s",
    )
    for what, micro in spent.most_common(int(os.environ.get("FUZZ_TOP", "0"))):
        report(capsys, f"  {micro / 1e6:6.2f} s {what}")
    assert (failed[:5], len(failed)) == ([], 0), f"FUZZ_SEED={SEED}"
    assert slow == []
