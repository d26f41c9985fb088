"""Timed jobs: run when due, once, and recorded; a broken one stops nobody."""

from datetime import timedelta

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from familynet.registry.jobs import JOBS
from kit import jobs
from kit.models import Heartbeat, JobRun
from kit.outbox import queue_mail

pytestmark = pytest.mark.django_db


def job(run, name="probe"):
    return jobs.Job(name, timedelta(hours=1), run)


def test_a_job_runs_when_due_and_not_again_before_its_time():
    calls = []
    probe = job(lambda: calls.append(1) or "Bericht")
    assert jobs.run_due([probe]) == 1
    assert jobs.run_due([probe]) == 0
    assert len(calls) == 1
    run = JobRun.objects.get()
    assert (run.name, run.ok, run.note) == ("probe", True, "Bericht")
    JobRun.objects.update(started_at=timezone.now() - timedelta(hours=2), finished_at=timezone.now())
    assert jobs.run_due([probe]) == 1


def test_a_broken_job_is_recorded_without_its_message_and_the_next_runs():
    def broken():
        raise ValueError("geheime Einzelheit")

    calls = []
    assert jobs.run_due([job(broken, "kaputt"), job(lambda: calls.append(1) or "", "heil")]) == 2
    assert calls
    run = JobRun.objects.get(name="kaputt")
    assert (run.ok, run.note) == (False, "ValueError")


def test_a_second_worker_is_kept_out_by_the_lock():
    parameters = connection.get_connection_params()
    wanted = {key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if parameters.get(key)}
    with psycopg.connect(**wanted, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(hashtext('job'), hashtext('probe'))")
        assert jobs.run_due([job(lambda: "")]) == 0
        other.execute("SELECT pg_advisory_unlock(hashtext('job'), hashtext('probe'))")
    assert jobs.run_due([job(lambda: "")]) == 1


def test_stopping_between_two_jobs():
    assert jobs.run_due([job(lambda: "", "eins"), job(lambda: "", "zwei")], stop=lambda: JobRun.objects.exists()) == 1


def test_worker_once_sends_runs_jobs_and_leaves_a_sign_of_life():
    queue_mail(to="a@probe.example", subject="Betreff", body="Text", purpose="probe")
    call_command("worker", "--once")
    assert Heartbeat.objects.get(process="worker").seen_at
    assert set(JobRun.objects.values_list("name", "ok")) == {(entry.name, True) for entry in JOBS}


def test_names_of_jobs_are_unique():
    assert len({entry.name for entry in JOBS}) == len(JOBS)
