"""The numbers as text: for the terminal and for ``docs/benchmarks.md``."""

import os
import platform
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import django
import psutil
import psycopg

from benchmarks import figures, shared_cache
from benchmarks.databases import address
from benchmarks.figures import Goal, Spread, percentile
from benchmarks.paths import LABELS
from benchmarks.servers import BASE
from benchmarks.session import Measured

FLOORS = {
    "hello": "hello, übliche Middleware",
    "hello-ours": "hello, unsere Middleware",
    "django": "Liste, feste Daten, Django-Vorlagen",
    "jinja": "Liste, feste Daten, Jinja2",
    "floor": "Liste, eine SQL-Anweisung, Jinja2 (Mischung)",
    "same": "dieselbe noch einmal (A/A)",
}
COLD = {
    "mix cold": "Portal, mix, jede Karte neu gezeichnet",
    "mid cold": "Portal, mid, jede Karte neu gezeichnet",
}
METHOD = """## Wie gemessen wird

Mischung von 200 Suchen (`benchmarks/paths.py`): 20 % ohne Text, 20 % häufiges, 35 % mittleres, 10 % seltenes, 5 %
jahreszeitliches, 5 % vertipptes Wort, 5 % tiefe Seiten; die Hälfte mit ein bis drei Filtern, ein Zehntel im Umkreis.

* **Portal**: echter Betrieb (`FAMILYNET_MODE=production`) mit `deploy/gunicorn.conf.py`; nur bleibt die Verbindung
  offen, und kein Prozess wird planmäßig ersetzt. Kein nginx davor, keine fertigen Seiten aus einem Speicher, nichts
  gepackt. PostgreSQL ist die eingebaute mit ihren Voreinstellungen. Gezeichnete Karten behält jeder Prozess, bis sich
  ihr Angebot ändert oder ihr Text von selbst (höchstens 8000): Gesucht, gezählt und geordnet wird jedes Mal.
* **Jede Karte neu gezeichnet**: dasselbe Portal ohne behaltene Karten, also mit einer SQL-Anweisung je Seite.
* **Boden** (`benchmarks/floor/`): eine Liste mit 20 Angeboten und 70 Filterwerten aus derselben Datenbank, mit der
  üblichen Middleware von Django. Vertippte Wörter sucht er richtig geschrieben.
* **Runden**: jedes Ziel kommt in jeder Runde einmal dran, abwechselnd vorwärts und rückwärts. Verhältnisse entstehen
  innerhalb einer Runde. CPU ist Benutzer- und Systemzeit von Webserver und PostgreSQL je Anfrage.
* **Gültig** ist ein Lauf, wenn der Boden gegen sich selbst (A/A) höchstens 10 % daneben liegt und jede Antwort 200 war.
* **nginx**: die mitgelieferte Einstellung, ein Prozess; nur TLS und die Bremse von 30 Anfragen je Sekunde sind aus.
"""


def document(measured: Measured, began: datetime) -> str:
    """The whole page."""
    parts = [_head, _errors, _ratios, _kinds, _targets, _pages, _method]
    told = [list(part(measured, began)) if part is _head else list(part(measured)) for part in parts]
    return "\n\n".join("\n".join(lines).strip() for lines in told if lines) + "\n"


def _head(measured: Measured, began: datetime) -> Iterator[str]:
    yield "# Messwerte"
    yield ""
    yield "Geschrieben von `make bench`. Es zählen die Verhältnisse; Millisekunden hängen davon ab, was nebenher läuft."
    yield ""
    yield "| | |"
    yield "| --- | --- |"
    yield f"| Zeit | {began:%d.%m.%Y %H:%M}, {(datetime.now().astimezone() - began).seconds // 60 + 1} Minuten |"
    yield f"| Stand | {_commit()} |"
    yield f"| Maschine | {_processor()}, {_cores()} Kerne, {psutil.virtual_memory().total / 2**30:.0f} GiB |"
    yield f"| System | {platform.system()} {platform.release()}, Last am Ende {os.getloadavg()[0]:.1f} |"
    yield f"| Programme | {_postgres()}, Python {platform.python_version()}, Django {django.get_version()} |"
    yield f"| Angebote | {', '.join(measured.sizes)}; {measured.rounds} Runden, 2 Prozesse, eine Verbindung |"
    control = measured.control
    valid = "in Ordnung" if figures.counts(control) else "mehr als 10 % daneben"
    again = ", beim zweiten Versuch" if measured.repeated else ""
    p95 = measured.targets["same"].over(measured.targets["floor"], "p95")
    yield f"| A/A | {spread(control)}{again}: {valid}; p95 {spread(p95)} |"
    yield f"| Gültig | {'ja' if measured.counts else '**nein: der Lauf zählt nicht**'} |"


def _errors(measured: Measured) -> Iterator[str]:
    for label, paths in measured.errors.items():
        yield f"* **{label}: {len(paths)} Anfragen ohne Antwort 200**, zum Beispiel `{paths[0]}`"


def _ratios(measured: Measured) -> Iterator[str]:
    """P1 to P10, as far as the sizes allow."""
    target, base = measured.targets, measured.floor
    yield "## Verhältnisse"
    yield ""
    yield "| | was | nötig | Ziel | Median (min–max) | Urteil | CPU |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    if base == "10k":
        mix, floor = target["mix 10k"], target["floor"]
        yield _line(figures.P1, mix.over(floor, "mean"), mix.over(floor, "cpu"))
        django_list = target["django"]
        yield _line(figures.P2, target["mid 10k"].over(django_list, "cpu"), None)
        for goal, label, other, value in (
            (figures.P1, "mix cold", floor, "mean"),
            (figures.P2, "mid cold", django_list, "cpu"),
        ):
            yield _line(goal, target[label].over(other, value), None, "jede Karte neu gezeichnet", judged=False)
    for size, goal in (("100k", figures.P3), ("1m", figures.P4)):
        if {size, "1k"} <= set(measured.sizes):
            large, small = target[f"mix {size}"], target["mix 1k"]
            yield _line(goal, large.over(small, "p95"), large.over(small, "cpu"))
    if found := measured.statements:
        for goal, number in ((figures.P9_SEARCH, found.most), (figures.P9_OFFER, found.offer)):
            levels = f"{goal.enough} | {goal.ambitious}"
            yield f"| {goal.number} | {goal.text} | {levels} | {number} | {goal.verdict(number)} | |"
    for size in measured.sizes:
        late, mid = target[f"seasonal {size}"], target[f"mid {size}"]
        yield _line(figures.P10, late.over(mid, "p95"), late.over(mid, "cpu"), size, judged=size in {"100k", "1m"})
    yield from _cached(measured)


def _line(goal: Goal, ratio: Spread, cpu: Spread | None, size: str = "", *, judged: bool = True) -> str:
    verdict = goal.verdict(ratio.median) if judged else "nur zum Vergleich"
    what = f"{goal.text}, {size}" if size else goal.text
    return (
        f"| {goal.number} | {what} | {number(goal.enough)} | {number(goal.ambitious)} | {spread(ratio)} | {verdict} "
        f"| {spread(cpu) if cpu else ''} |"
    )


def _cached(measured: Measured) -> Iterator[str]:
    cached = measured.cached
    if cached is None:
        why = f"nicht gemessen: {measured.not_cached}"
        yield f"| | Seite aus dem Zwischenspeicher von nginx / Datei | 0,5 | | {why} | | |"
        return
    verdict = "erreicht" if cached.speed.median >= shared_cache.HALF else "verfehlt"
    yield (
        f"| | Seite aus dem Zwischenspeicher von nginx / Datei gleicher Größe: Anfragen je Sekunde | 0,5 | "
        f"| {spread(cached.speed)} | {verdict} | {spread(cached.cpu)} |"
    )


def _kinds(measured: Measured) -> Iterator[str]:
    yield "## p50 / p95 der Suchseite in Millisekunden"
    yield ""
    yield f"| Art | {' | '.join(measured.sizes)} | Boden {measured.floor} |"
    yield f"| --- |{' --- |' * (len(measured.sizes) + 1)}"
    tables = [measured.targets[f"mix {size}"].by_kind() for size in measured.sizes]
    tables.append(measured.targets["floor"].by_kind())
    for kind, label in LABELS.items():
        yield f"| {label} | {' | '.join(_pair(table[kind]) for table in tables)} |"
    yield f"| alle | {' | '.join(_pair([one for times in table.values() for one in times]) for table in tables)} |"
    first = [_pair(measured.cold[size].times) for size in measured.sizes]
    yield f"| alle, erster Durchgang eines frischen Prozesses | {' | '.join(first)} | |"
    opening = [number(measured.cold[size].times[0]) for size in measured.sizes]
    yield f"| die allererste Anfrage | {' | '.join(opening)} | |"


def _targets(measured: Measured) -> Iterator[str]:
    yield "## Was je Anfrage verbraucht wird"
    yield ""
    yield "| Ziel | Mittel ms | p95 ms | CPU Anwendung ms | CPU Datenbank ms | Bytes | Fehler |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    names = FLOORS | COLD | {label: f"Portal, {label}" for label in measured.targets if label not in {*FLOORS, *COLD}}
    for label, name in names.items():
        target = measured.targets[label]
        values = [number(target.spread(value).median) for value in ("mean", "p95", "app", "database")]
        size = f"{target.spread('size').median:.0f}"
        yield f"| {name} | {' | '.join(values)} | {size} | {len(target.bad)} |"


def _pages(measured: Measured) -> Iterator[str]:
    yield "## Was auf den Seiten steht"
    yield ""
    yield "| Größe | Bytes | gepackt | Angebote | Seiten ohne Angebot | Fehler | Speicher je Prozess |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for size, weight in measured.weights.items():
        memory = f"{measured.memory[size] / 2**20:.0f} MiB"
        yield (
            f"| {size} | {weight.plain:.0f} | {weight.packed:.0f} | {weight.items:.0f} | {weight.empty} von 200 "
            f"| {weight.bad} | {memory} |"
        )
    if found := measured.statements:
        yield ""
        yield (
            f"SQL-Anweisungen einer Suchseite: meist {found.usual:.0f}, höchstens {found.most} (`{found.worst}`); "
            f"einer Angebotsseite: {found.offer}."
        )
    if cached := measured.cached:
        yield ""
        told = "304" if cached.not_modified else "**nicht 304**"
        yield (
            f"Behaltene Seite ({cached.size} Bytes): {cached.per_second:.0f} Anfragen je Sekunde, Datei "
            f"{cached.file_per_second:.0f}, nginx mit einem Prozess; auf das eigene ETag antwortet es {told}."
        )


def _method(measured: Measured) -> Iterator[str]:
    yield METHOD


def spread(value: Spread) -> str:
    return f"{number(value.median)} ({number(value.least)}–{number(value.most)})"


def number(value: float) -> str:
    """Two places for small numbers, with a comma; whole numbers as they are."""
    if isinstance(value, int) or value == int(value):
        return str(int(value))
    return (f"{value:.2f}" if value < 100 else f"{value:.0f}").replace(".", ",")


def _pair(times: list[float]) -> str:
    return f"{number(percentile(times, 0.5))} / {number(percentile(times, 0.95))}"


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=BASE, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603, S607

    changed = git("status", "--porcelain", "--untracked-files=no")
    return f"`{git('rev-parse', '--short', 'HEAD') or 'ohne git'}`{' mit Änderungen' if changed else ''}"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _postgres() -> str:
    with psycopg.connect(address("postgres")) as connection:
        row = connection.execute("SHOW server_version").fetchone()
    return f"PostgreSQL {row[0] if row else '?'}"
