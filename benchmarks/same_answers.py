"""Does a restructuring change what the portal answers? Asks an old and a new checkout everything and compares.

    cd OLD && FAMILYNET_DATA=/tmp/a .venv/bin/python NEW/benchmarks/same_answers.py capture /tmp/old.jsonl
    cd NEW && FAMILYNET_DATA=/tmp/b .venv/bin/python NEW/benchmarks/same_answers.py capture /tmp/new.jsonl
    python NEW/benchmarks/same_answers.py compare /tmp/old.jsonl /tmp/new.jsonl

``FAMILYNET_DATA`` names a folder of its own for each capture; an empty one gets the demo network. What is asked and how
chance is kept out stands in ``capture_answers.py``. Not asked: what a sent form does, and what scripts do.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START = """
import sys
sys.path.insert(0, {root!r})
from benchmarks.capture_answers import capture
sys.path.remove({root!r})
capture({output!r})
"""
"""Run inside the checkout; only the two modules of the capture come from here, all others from there."""
ENVIRONMENT = {"SECRET_KEY": "same-answers-everywhere-and-nowhere-a-secret", "PYTHONHASHSEED": "0"}
KEPT = ("FAMILYNET_DATA", "PATH", "HOME", "LANG", "TMPDIR")
ABSENT = "(not there)"
LONGEST = 160  # characters shown of one side of a difference
EXAMPLES = 3  # answers named for one difference
WIDEST = 4000  # words of one side beyond which they are not matched one by one

Answers = dict[tuple[str, str], dict[str, str]]
"""Who asked and the address to the parts of the answer."""
Difference = tuple[str, str, str]
"""The part that differs, what it was and what it is."""


def main() -> int:
    """1 when something differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("capture").add_argument("output", type=Path)
    comparing = commands.add_parser("compare")
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    comparing.add_argument("--most", type=int, default=60, help="differences shown (default: 60)")
    wish = parser.parse_args()
    if wish.command == "capture":
        return capture(wish.output.resolve())
    old, new = read(wish.old), read(wish.new)
    found = differences(old, new)
    sys.stdout.write("\n".join(report(found, most=wish.most)) + "\n")
    sys.stdout.write(f"{len(old)} and {len(new)} answers, {len(found)} differences.\n")
    return 1 if found else 0


def capture(output: Path) -> int:
    """Have the checkout in the current folder asked; its ``manage.py`` brings the database up. The exit code."""
    if not os.environ.get("FAMILYNET_DATA"):
        sys.exit("FAMILYNET_DATA is missing: a folder for this capture alone.")
    environment = ENVIRONMENT | {name: os.environ[name] for name in KEPT if name in os.environ}
    start = START.format(root=str(ROOT), output=str(output))
    return subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "manage.py", "shell", "--verbosity=0", "--command", start], env=environment, check=False
    ).returncode


def read(path: Path) -> Answers:
    """What a capture wrote."""
    with path.open(encoding="utf-8") as lines:
        answers = map(json.loads, lines)
        return {(answer.pop("actor"), answer.pop("address")): answer for answer in answers}


def differences(old: Answers, new: Answers) -> dict[Difference, list[tuple[str, str]]]:
    """Each difference once, with who met it where; empty when all answers are the same.

    An answer only one of them has differs in the part ``asked``. ``markup`` (tags and their attributes, known by a
    checksum only) is told where nothing else of an answer differs.
    """
    found: defaultdict[Difference, list[tuple[str, str]]] = defaultdict(list)
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            found["asked", key[1], ABSENT].append(key)
        elif key not in old:
            found["asked", ABSENT, key[1]].append(key)
        elif old[key] != new[key]:
            for difference in _in_answer(old[key], new[key]):
                found[difference].append(key)
    return dict(found)


def _in_answer(old: Mapping[str, str], new: Mapping[str, str]) -> list[Difference]:
    """All differences of two answers to the same question, each once."""
    found = []
    for part in sorted(old.keys() | new.keys()):
        if part != "markup":
            found += [(part, was, now) for was, now in changes(old.get(part), new.get(part))]
    if not found:
        found.append(("markup", "…", "…"))
    return list(dict.fromkeys(found))


def changes(old: str | None, new: str | None) -> Iterator[tuple[str, str]]:
    """The pieces in which two texts differ, words of one line or whole lines."""
    if old is None or new is None or old == new:
        if old != new:
            yield (ABSENT if old is None else old), (ABSENT if new is None else new)
        return
    sign = "\n" if "\n" in old + new else " "
    was, now = old.split(sign), new.split(sign)
    start = _same(was, now)
    end = _same(was[start:][::-1], now[start:][::-1])
    was, now = was[start : len(was) - end], now[start : len(now) - end]
    if max(len(was), len(now)) > WIDEST:
        yield sign.join(was), sign.join(now)
        return
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind != "equal":
            yield sign.join(was[a:b]), sign.join(now[c:d])


def _same(one: list[str], other: list[str]) -> int:
    """How many items both begin with."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def report(found: Mapping[Difference, list[tuple[str, str]]], *, most: int) -> Iterable[str]:
    """The differences met most often first, each with some places."""
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    for (part, old, new), places in ranked[:most]:
        yield f"{part}, {len(places)} answers"
        yield f"    - {_short(old)}"
        yield f"    + {_short(new)}"
        yield from (f"    {actor} {address}" for actor, address in places[:EXAMPLES])
    if len(ranked) > most:
        yield f"… and {len(ranked) - most} more differences"


def _short(text: str) -> str:
    text = " ⏎ ".join(text.split("\n"))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} … ({len(text)} characters)"


if __name__ == "__main__":
    sys.exit(main())
