"""Ask every page of the demo network as everybody, and write down what each answers.

``same_answers.py capture`` runs it inside a checkout, through ``manage.py shell``. Nothing of the checkout is imported
by its module path, so the same file asks an old and a new checkout whatever moved in between.

What differs by chance is made the same: the clock stands still (in Python and in the database), what was drawn at
random is named after the row that holds it, and every question is rolled back, so that none changes another's answer.
"""

import json
import re
import sys
import time
import tomllib
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from http.cookies import SimpleCookie
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit
from zoneinfo import ZoneInfo

import time_machine
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, connections, models, transaction
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve

from benchmarks.answered_pages import HOST, Page, fingerprint

INSTANT = datetime(2026, 12, 1, 12, tzinfo=ZoneInfo("Europe/Berlin"))
WORKERS = 2
DOMAIN = "familiennetz.example"
ANONYMOUS = "anonymous"
WHAT = tomllib.loads(Path(__file__).with_name("same_answers.toml").read_text(encoding="utf-8"))
MOST, MOST_ALIKE = 12, 3  # addresses of one pattern that a person asks; of these with the same query parameters
FEWER = {"verwaltung/": 2, ".pdf": 2}  # of patterns with this in them: the admin has hundreds, a PDF takes seconds
MOST_OF_OTHERS = 4  # addresses of one pattern that somebody asks because others found them
LEFT_OUT = re.compile(r"abmelden|logout")
CLOCKS = ("now", "statement_timestamp", "transaction_timestamp", "clock_timestamp")
UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
RANDOM = re.compile(rf"(?<![0-9A-Za-z])(?:{UUID}|[0-9A-Za-z]{{64}}|[0-9a-f]{{32,63}})(?![0-9A-Za-z])")
HASHED_FILE = re.compile(r"(?<=\.)[0-9a-f]{12}\.(?=[a-z0-9])")  # what collectstatic puts before the ending

BEGAN = time.monotonic()

Answer = dict[str, Any]
Asked = dict[str, tuple[str, Answer]]
"""The address without chance to the address as asked and its answer."""


def capture(output: str) -> None:
    """Fill the database if it is empty, ask everything, write one JSON line per answer to ``output``."""
    with time_machine.travel(INSTANT, tick=False):
        prepare()
        names = Names.of_rows()
        people = [Person.signed_in(name, names) for name in (ANONYMOUS, *WHAT["people"])]
        connections.close_all()
        say(f"ready; {len(names.known)} random values are named after their rows")
        with get_context("fork").Pool(WORKERS) as pool:
            own = list(pool.imap(walk, people))
            others = common(own)
            rest = list(pool.imap(ask_others, [(p, others, set(asked)) for p, asked in zip(people, own, strict=True)]))
    answers = [answer for asked in (*own, *rest) for _, answer in asked.values()]
    answers.sort(key=lambda answer: (answer["actor"], answer["address"]))
    with Path(output).open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(answer, ensure_ascii=False, sort_keys=True) + "\n" for answer in answers)
    tell(answers, {route_of(raw) for asked in own for raw, _ in asked.values()})


# --- the network -----------------------------------------------------------------------------------------------------


def prepare() -> None:
    """Static files, and unless this data folder has them already: tables and the demo network, dated ``INSTANT``."""
    call_command("collectstatic", interactive=False, verbosity=0)
    if not connection.introspection.table_names():
        stop_the_clock()
        say("building the demo network")
        call_command("migrate", verbosity=0)
        call_command("seed", size="demo", verbosity=0)


def stop_the_clock() -> None:
    """Give the database time functions of its own; every later connection finds them before the built-in ones.

    Keywords (``CURRENT_DATE``) cannot be replaced and go on telling the real day.
    """
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA standing")
        for name in CLOCKS:
            cursor.execute(
                f"CREATE FUNCTION standing.{name}() RETURNS timestamptz LANGUAGE sql STABLE "
                f"AS $$ SELECT '{INSTANT.isoformat()}'::timestamptz $$"
            )
        database = connection.ops.quote_name(str(connection.settings_dict["NAME"]))
        cursor.execute(f"ALTER DATABASE {database} SET search_path = public, standing, pg_catalog")
    connection.close()


@dataclass(frozen=True)
class Names:
    """Names for what was drawn at random: ``known`` maps a value to the table, row and column that hold it."""

    known: Mapping[str, str]

    @classmethod
    def of_rows(cls) -> "Names":
        """Looks through all rows with a numbered key; where several hold a value, the first table in order counts."""
        known: dict[str, str] = {}
        for model in sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.db_table):
            meta = model._meta
            wanted = (models.UUIDField, models.FileField, models.CharField)
            columns = [column.name for column in meta.concrete_fields if isinstance(column, wanted)]
            if not (meta.managed and columns and isinstance(meta.pk, models.IntegerField)):
                continue
            for number, *values in model._base_manager.order_by("pk").values_list("pk", *columns):
                for column, value in zip(columns, values, strict=True):
                    for found in RANDOM.findall(str(value)):
                        known.setdefault(found, f"{meta.db_table}-{number}-{column}")
        return cls(known)

    def plain(self, text: str) -> str:
        """``text`` without what differs by chance."""
        named = RANDOM.sub(lambda found: self.known.get(found[0], "random"), text)
        return HASHED_FILE.sub("", named)


# --- who asks what ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Person:
    """Somebody with a browser: ``cookies`` are those after signing in, sent with every question."""

    name: str
    cookies: Mapping[str, str]
    names: Names

    @classmethod
    def signed_in(cls, name: str, names: Names) -> "Person":
        client = Client()
        if name != ANONYMOUS:
            client.force_login(get_user_model().objects.get(email=f"{name}@{DOMAIN}"))
        return cls(name, {key: morsel.value for key, morsel in client.cookies.items()}, names)

    def ask(self, address: str) -> tuple[Answer, set[str]]:
        """The answer, and the addresses of this host in it; what the question wrote is rolled back."""
        client = browser()
        client.cookies = SimpleCookie(dict(self.cookies))
        with transaction.atomic():
            response = client.get(address)
            body = response.getvalue()
            transaction.set_rollback(True)
        page = Page(response, body)
        parts = {name: self.names.plain(part) for name, part in page.parts().items()}
        if "markup" in parts:
            parts["markup"] = fingerprint(parts["markup"])
        address_and_status = {"address": self.names.plain(address), "status": str(response.status_code)}
        return {"actor": self.name} | address_and_status | parts, page.leads_to(address)


@cache
def browser() -> Client:
    """One for all questions of this process: a new one reads all middleware and all static files again."""
    return Client(headers={"host": HOST}, raise_request_exception=False)


@dataclass
class Sample:
    """What was taken so far; bounded, because lists of filters have no end."""

    taken: set[str] = field(default_factory=set)
    routes: Counter[str] = field(default_factory=Counter)
    shapes: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def take(self, found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Of ``found`` (address without chance to address) what is new and within bounds."""
        for plain in mixed(found):
            route = route_of(found[plain])
            asked_for = sorted({name for name, _ in parse_qsl(urlsplit(plain).query, keep_blank_values=True)})
            shape = (route, *asked_for)
            most = min((few for part, few in FEWER.items() if part in route), default=MOST)
            if plain in self.taken or not route or LEFT_OUT.search(route) or self.routes[route] >= most:
                continue
            if asked_for and self.shapes[shape] >= MOST_ALIKE:
                continue
            self.taken.add(plain)
            self.routes[route] += 1
            self.shapes[shape] += 1
            yield plain, found[plain]


def walk(person: Person) -> Asked:
    """Ask what stands in ``beginnings``, then what the answers lead to, and so on until nothing new comes."""
    sample, asked = Sample(), {}
    waiting = [(person.names.plain(address), address) for address in beginnings()]
    sample.taken.update(plain for plain, _ in waiting)
    while waiting:
        found: dict[str, str] = {}
        for plain, address in waiting:
            answer, leads_to = person.ask(address)
            asked[plain] = (address, answer)
            for link in sorted(leads_to):
                found.setdefault(person.names.plain(link), link)
        waiting = list(sample.take(found))
    say(f"{person.name} walked to {len(asked)} pages")
    return asked


def common(own: Iterable[Asked]) -> dict[str, str]:
    """Some addresses of each pattern that anybody walked to; who may not read them shall be refused as before."""
    everything = {plain: address for asked in own for plain, (address, _) in asked.items()}
    chosen, taken = {}, Counter[str]()
    for plain in mixed(everything):
        route = route_of(everything[plain])
        if taken[route] < MOST_OF_OTHERS:
            taken[route] += 1
            chosen[plain] = everything[plain]
    return chosen


def mixed(addresses: Iterable[str]) -> list[str]:
    """Always the same order, that of a checksum: twelve agreements in a row would be of the same kind."""
    return sorted(addresses, key=lambda address: (zlib.crc32(address.encode()), address))


def ask_others(job: tuple[Person, dict[str, str], set[str]]) -> Asked:
    """Ask what others walked to and this person did not."""
    person, others, done = job
    asked = {plain: (address, person.ask(address)[0]) for plain, address in others.items() if plain not in done}
    say(f"{person.name} asked for {len(asked)} pages of others")
    return asked


def beginnings() -> list[str]:
    """All pages without arguments, the searches, and addresses that do not exist."""
    more = ["", *(f"&{filters}" for filters in WHAT["filters"])]
    words = [f"q={quote(word)}{filters}" for word in WHAT["words"] for filters in more]
    searches = [f"/angebote/?{query}" for query in (*words, *WHAT["filters"], *WHAT["alone"])]
    fixed = ["/" + route.strip("^$").replace("\\", "") for route in routes() if not re.search(r"[<(]", route)]
    return [address for address in dict.fromkeys([*fixed, *searches, *WHAT["missing"]]) if not LEFT_OUT.search(address)]


def routes(resolver: Any = None, before: str = "") -> Iterator[str]:
    """All patterns, written as ``route_of`` writes them."""
    for pattern in (resolver or get_resolver()).url_patterns:
        own = str(pattern.pattern)
        route = before + (own.removeprefix("^") if before else own)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern, route)
        else:
            yield route


def route_of(address: str) -> str:
    """The pattern that answers the address; empty when there is none."""
    try:
        return resolve(urlsplit(address).path).route
    except Resolver404:
        return ""


# --- what is said ----------------------------------------------------------------------------------------------------


def tell(answers: list[Answer], walked: set[str]) -> None:
    """How much was asked, what failed, and which patterns nobody came to."""
    say(f"{len(answers)} answers: {dict(sorted(Counter(answer['status'] for answer in answers).items()))}")
    broken = [f"{answer['actor']} {answer['address']}" for answer in answers if answer["status"] >= "500"]
    unasked = [route for route in dict.fromkeys(routes()) if route not in walked and not LEFT_OUT.search(route)]
    for title, lines in (("failed", broken), ("patterns nobody came to", unasked)):
        say(f"{len(lines)} {title}" + "".join(f"\n    {line}" for line in lines))


def say(text: str) -> None:
    sys.stdout.write(f"{time.monotonic() - BEGAN:4.0f} s  {text}\n")
    sys.stdout.flush()
