"""Letters that are due: one for each address, each thing once, all or nothing."""

import pytest
from django.core.exceptions import ValidationError

from kit.models import OutgoingMail
from kit.outbox.due_letters import Letter, send_due_letters

pytestmark = pytest.mark.django_db
ADDRESSES = {"Miete": ["a@amt.example", "b@amt.example", "a@amt.example"], "Strom": ["b@amt.example"], "Wasser": []}


def list_letter(found: list[str]) -> Letter:
    return Letter(subject=", ".join(found), template="mail/agreements/news.txt", context={"sections": []})


def run(told: dict[str, int]) -> int:
    return send_due_letters(
        lambda: [name for name in ADDRESSES if name not in told],
        recipients=lambda name: ADDRESSES[name],
        write=list_letter,
        purpose="test",
        remember=told.update,
        lock="test-letters",
    )


def test_an_address_gets_one_letter_with_everything_and_a_second_run_writes_none():
    told = {}
    assert run(told) == 2
    assert dict(OutgoingMail.objects.values_list("to", "subject")) == {
        "a@amt.example": "Miete",
        "b@amt.example": "Miete, Strom",
    }
    assert told == {"Miete": 2, "Strom": 1, "Wasser": 0}
    assert run(told) == 0


def test_what_was_not_remembered_is_told_again():
    """Negative control: it is the remembering that keeps the second run quiet."""
    assert [run({}), run({})] == [2, 2]


def test_recipients_are_asked_before_anything_is_remembered():
    told = {}
    seen = []
    send_due_letters(
        lambda: ["Miete", "Strom"],
        recipients=lambda name: seen.append(dict(told)) or ADDRESSES[name],
        write=list_letter,
        purpose="test",
        remember=told.update,
    )
    assert seen == [{}, {}]
    assert set(told) == {"Miete", "Strom"}


def test_one_bad_address_leaves_no_half_behind():
    with pytest.raises(ValidationError):
        send_due_letters(
            lambda: ["a@amt.example", "keine-adresse"],
            recipients=lambda address: [address],
            write=list_letter,
            purpose="test",
        )
    assert not OutgoingMail.objects.exists()
