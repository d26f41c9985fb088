"""A whole Django project in one file: ``gunicorn benchmarks.floor.application``.

  /hello       plain text
  /django      a page of 20 results and 70 filter values from static data, by Django's templates
  /jinja       the same page by Jinja2
  /django-sql  the page with results, total and counts from one SQL statement (table.sql), by Django's templates
  /jinja-sql   the same by Jinja2

``FLOOR_STACK=ours`` puts the portal's middleware in front instead of Django's usual one. It then needs the portal's
environment. ``FLOOR_DATABASE`` is the address of the database.
"""

import math
import os
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from familynet.host import env

HERE = Path(__file__).parent
OURS = os.environ.get("FLOOR_STACK") == "ours"
USUAL: dict[str, Any] = {
    "SECRET_KEY": "nur-fuer-die-messung-" * 3,
    "ALLOWED_HOSTS": ["127.0.0.1", "netz.example"],
    "INSTALLED_APPS": [
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    "MIDDLEWARE": [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    "LANGUAGE_CODE": "de",
    "USE_TZ": True,
    "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
}


def configuration() -> dict[str, Any]:
    """All settings of this process."""
    base = USUAL
    if OURS:
        from familynet import settings as portal  # noqa: PLC0415 - needs the portal's environment

        base = {name: getattr(portal, name) for name in dir(portal) if name.isupper()}
    address = os.environ.get("FLOOR_DATABASE", "postgresql://floor@127.0.0.1:1/floor")
    processors = ["request", "i18n"]
    return base | {
        "ROOT_URLCONF": __name__,
        "DATABASES": {"default": env.database(address) | {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False}},
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [HERE / "templates"],
                "OPTIONS": {
                    "context_processors": [
                        *(f"django.template.context_processors.{name}" for name in processors),
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            },
            {
                "NAME": "jinja",
                "BACKEND": "django.template.backends.jinja2.Jinja2",
                "DIRS": [HERE / "templates"],
            },
        ],
    }


settings.configure(**configuration())
django.setup()

from django.contrib.auth.decorators import login_not_required  # noqa: E402 - after the settings
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template.loader import get_template  # noqa: E402
from django.urls import path  # noqa: E402

DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
GROUPS = (
    ("Thema", 1, 24),
    ("Zielgruppe", 2, 12),
    ("Sprache", 3, 11),
    ("Tag", 5, 7),
    ("Ohne Kosten", 8, 2),
    ("Lebenslage", 10, 14),
)
CARD = {
    "summary": "Gemeinsam bewegen, spielen und andere Familien kennenlernen. Ohne Voranmeldung, bitte Turnschuhe "
    "mitbringen. Die Gruppe ist offen, auch Großeltern sind willkommen.",
    "cost": "kostenlos",
    "tags": ["Bewegung", "0–3 Jahre"],
}
CARDS = [
    CARD
    | {
        "id": number,
        "title": f"Eltern-Kind-Turnen Gruppe {number}",
        "place": f"Familienzentrum Süd {number}",
        "when": f"{DAYS[number % 7]}, {number + 1:02}.06., 15:30 Uhr",
        "free": number % 9,
    }
    for number in range(20)
]
FACETS = [
    {
        "name": name,
        "code": group,
        "values": [
            {"label": f"{name} {n}", "value": n, "code": group * 1_000_000 + n, "hits": n * 37 % 400}
            for n in range(1, amount + 1)
        ],
    }
    for name, group, amount in GROUPS
]
FOUND = """
WITH m AS MATERIALIZED (SELECT id, next_start, facets FROM floor.document WHERE {conditions})
SELECT 0, d.id::text, d.title, to_char(d.next_start, 'DD.MM. HH24:MI') FROM (
    SELECT id, next_start FROM m ORDER BY next_start, id LIMIT 20 OFFSET %s) AS shown JOIN floor.document d USING (id)
UNION ALL SELECT 1, f::text, '', count(*)::text FROM m, unnest(facets) AS f GROUP BY f
UNION ALL SELECT 2, '', '', count(*)::text FROM m
"""
DISTANCE = """6371 * 2 * asin(sqrt(sin(radians(place[1] - %s) / 2) ^ 2 + cos(radians(place[1])) * cos(radians(%s))
    * sin(radians(place[0] - %s) / 2) ^ 2)) <= %s"""


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello world", content_type="text/plain")


def static(request: HttpRequest) -> HttpResponse:
    return page(request, {"cards": CARDS, "facets": FACETS, "total": 1234})


def database(request: HttpRequest) -> HttpResponse:
    return page(request, read(request))


def page(request: HttpRequest, found: dict[str, Any]) -> HttpResponse:
    """The list, by the template language the address names."""
    context = found | {"q": request.GET.get("q", "")}
    if request.path.startswith("/django"):
        return HttpResponse(get_template("list.html").render(context, request))
    context |= {"user": request.user, "language": "de", "languages": settings.LANGUAGES[:8]}
    return HttpResponse(get_template("list.jinja", using="jinja").render(context, request))


def read(request: HttpRequest) -> dict[str, Any]:
    """First 20, total and counts in one statement (performance of the search cannot be had much cheaper by rows)."""
    conditions, values = ["true"], []
    asked = request.GET
    if q := asked.get("q"):
        conditions.append("tsv @@ plainto_tsquery('german', %s)")
        values.append(q)
    for code in asked.get("f", "").split(",") if asked.get("f") else []:
        conditions.append("facets @> ARRAY[%s::int]")
        values.append(int(code))
    if age := asked.get("age"):
        conditions.append("coalesce(youngest, 0) <= %s AND coalesce(oldest, 9999) >= %s")
        values += [int(age), int(age)]
    if km := asked.get("km"):
        lat, lon, radius = float(asked["lat"]), float(asked["lon"]), float(km)
        high = radius / 111.2
        wide = high / math.cos(math.radians(lat))
        conditions.append("place <@ box(point(%s, %s), point(%s, %s))")
        values += [lon - wide, lat - high, lon + wide, lat + high]
        conditions.append(DISTANCE)
        values += [lat, lat, lon, radius]
    with connection.cursor() as cursor:
        cursor.execute(FOUND.format(conditions=" AND ".join(conditions)), [*values, int(asked.get("offset", 0))])
        rows = cursor.fetchall()
    hits = {int(row[1]): int(row[3]) for row in rows if row[0] == 1}
    return {
        "cards": [CARDS[0] | {"id": row[1], "title": row[2], "when": row[3]} for row in rows if row[0] == 0],
        "facets": [
            group | {"values": [one | {"hits": hits.get(one["code"], 0)} for one in group["values"]]}
            for group in FACETS
        ],
        "total": rows[-1][3],
    }


urlpatterns = [
    path("hello", login_not_required(hello)),
    path("django", login_not_required(static)),
    path("jinja", login_not_required(static)),
    path("django-sql", login_not_required(database)),
    path("jinja-sql", login_not_required(database)),
]
application = get_wsgi_application()
