"""/livez and /readyz."""

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from kit import jobs
from kit.models import Heartbeat, MailState, OutgoingMail
from kit.outbox import queue_mail


def test_livez_needs_no_database(client):
    assert client.get("/livez").json() == {"ok": True}


@pytest.mark.django_db
def test_readyz_reports_every_part(client):
    jobs.record_heartbeat("worker")
    response = client.get("/readyz")
    assert response.status_code == 200
    answer = response.json()
    assert answer["ok"] is True
    assert {name for name in answer if name != "ok"} == {"database", "migrations", "disk", "outbox", "worker"}
    assert all(answer[name]["ok"] for name in ("database", "migrations", "disk", "outbox", "worker"))


@pytest.mark.django_db
def test_silent_worker_and_old_mail_warn_but_stay_in_service(client):
    Heartbeat.objects.create(process="worker", seen_at=timezone.now() - timezone.timedelta(minutes=5))
    queue_mail(to="a@probe.example", subject="Alt", body="Text", purpose="probe")
    OutgoingMail.objects.update(created_at=timezone.now() - timezone.timedelta(hours=1), state=MailState.QUEUED)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert not response.json()["worker"]["ok"]
    assert not response.json()["outbox"]["ok"]


def test_database_away_is_503(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("weg")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert response.json()["database"] == {"ok": False, "error": "OperationalError"}
