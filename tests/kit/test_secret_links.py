"""Secret links: tokens, what is stored of them, and the headers of their pages."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from kit.secret_links import (
    computed_token,
    is_run_out,
    is_same_token,
    random_token,
    secret_file,
    secret_page,
    token_hash,
)

NOW = timezone.now()


def test_random_tokens_are_long_and_never_twice():
    drawn = {random_token() for _ in range(100)}
    assert len(drawn) == 100
    assert min(map(len, drawn)) >= 43


def test_a_computed_token_follows_from_salt_identity_and_key_alone(settings):
    token = computed_token("salt", "identity")
    assert token == computed_token("salt", "identity")
    assert len({token, computed_token("other", "identity"), computed_token("salt", "other")}) == 3
    settings.SECRET_KEY = "another key of the server"  # noqa: S105 - a test's own
    assert not is_same_token(token, computed_token("salt", "identity"))


def test_a_hash_is_what_earlier_rows_hold():
    """The stored values must not change, or every link mailed so far would be dead."""
    assert token_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("expires_at", "over"),
    [(None, False), (NOW, True), (NOW - timedelta(seconds=1), True), (NOW + timedelta(seconds=1), False)],
)
def test_the_last_moment_does_not_belong_to_a_link(expires_at, over):
    assert is_run_out(expires_at, NOW) is over


@pytest.mark.parametrize(("guard", "referrer"), [(secret_page, "strict-origin"), (secret_file, "no-referrer")])
def test_what_stands_behind_a_secret_link_is_not_kept_not_listed_and_tells_no_address(rf, guard, referrer):
    def view(request):
        return HttpResponse("geheim")

    response = guard(view)(rf.get("/geheim/"))
    assert response["Referrer-Policy"] == referrer
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert {"no-store", "private"} <= {part.strip() for part in response["Cache-Control"].split(",")}
    assert "Referrer-Policy" not in view(rf.get("/geheim/")).headers
