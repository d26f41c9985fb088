"""``make bench``: how fast the search is, as ratios to a floor measured in the same rounds."""

import argparse
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from benchmarks import databases, report, session, sizes
from benchmarks.servers import BASE, NotStarted

DOCUMENT = BASE / "docs" / "benchmarks.md"
ROUNDS = 7


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Wie schnell ist die Suche?")
    parser.add_argument(
        "--size", default=sizes.USUAL, help="eine Größe (bis dahin alle) oder mehrere durch Komma: 1k,10k,100k,1m"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"Runden, höchstens (Standard: {ROUNDS})")
    parser.add_argument("--output", type=Path, default=DOCUMENT, help="wohin der Bericht geschrieben wird")
    return parser.parse_args()


def main() -> int:
    """Builds what is missing, measures, writes the report; 1 when the run does not count."""
    wish = arguments()
    try:
        chosen = sizes.chosen(wish.size)
    except ValueError as error:
        sys.exit(str(error))
    began = datetime.now().astimezone()
    folder = databases.start()
    collect_static(folder)
    names, key = {}, databases.fingerprint(began.date())
    for size in chosen:
        names[size], seconds = databases.build(size, key, folder)
        say(f"Datenbank {size}: {f'in {seconds:.0f} Sekunden gebaut' if seconds else 'ist da'}.")
    databases.add_floor(names[sizes.floor_size(chosen)])
    try:
        measured = session.measure(names, folder, most_rounds=wish.rounds)
    except NotStarted as problem:
        sys.exit(str(problem))
    text = report.document(measured, began)
    wish.output.write_text(text)
    say("", text, f"Geschrieben: {wish.output}")
    return 0 if measured.counts else 1


def collect_static(folder: Path) -> None:
    """The portal in earnest names its static files by what ``collectstatic`` wrote."""
    environment = {**os.environ, "FAMILYNET_DATA": str(folder)}
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(command, cwd=BASE, env=environment, check=True)  # noqa: S603


def say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
