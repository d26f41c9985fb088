"""Title, short text and description of one made-up offer."""

from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from string import Formatter

from familynet.demo.bulk import words

Parts = list[tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class Text:
    title: str
    summary: str
    description: str


def _zipf(count: int, slope: float = 0.9) -> list[float]:
    return list(accumulate(1 / rank**slope for rank in range(1, count + 1)))


def _parsed(sentence: str) -> Parts:
    return [(text, name) for text, name, _, _ in Formatter().parse(sentence)]


def _compounds() -> list[tuple[str, str]]:
    """Every title word with its gender, in an order of its own: the first are common, the last are hardly used.

    As in real texts there are far more rare words than common ones: after all pairs come many longer words.
    """
    found = [(head + tail, gender) for head in words.HEADS for tail, gender in words.TAILS]
    rng = Random(7)  # noqa: S311 - not a secret, the same on every machine
    rng.shuffle(found)
    longer: dict[str, str] = {}
    while len(longer) < words.LONG:
        tail, gender = rng.choice(words.TAILS)
        longer[rng.choice(words.HEADS) + rng.choice(words.MIDDLES) + tail] = gender
    return [*found, *longer.items()]


COMPOUNDS = _compounds()
COMMON_COMPOUND, COMMON_ABOUT = _zipf(len(COMPOUNDS)), _zipf(len(words.ABOUT))
SENTENCES = [_parsed(sentence) for sentence in words.SENTENCES]
LEADS = {gender: [_parsed(sentence) for sentence in found] for gender, found in words.LEADS.items()}


def make_text(rng: Random, town: str, *, late: bool) -> Text:
    """About 75 words; ``late`` offers may carry a seasonal word."""
    title_word, gender = COMPOUNDS[bisect(COMMON_COMPOUND, rng.random() * COMMON_COMPOUND[-1])]
    special = _special(rng, late=late)
    body = [_filled(rng, rng.choice(LEADS[gender]), title_word)]
    body += [_filled(rng, parts, title_word) for parts in rng.sample(SENTENCES, 7)]
    body += [f"Ein Schwerpunkt ist {word}." for word in special]
    for word, share in words.BROAD:
        if rng.random() < share:
            body.insert(rng.randrange(1, len(body)), BROAD_SENTENCES[word])
    half = len(body) // 2
    return Text(
        _title(rng, title_word, gender, town, special),
        f"{body[0]} {_short(rng)}",
        " ".join(body[:half]) + "\n\n" + " ".join(body[half:]),
    )


BROAD_SENTENCES = {
    "gemeinsam": "Vieles geht gemeinsam leichter als allein.",
    "herzlich": "Sie sind herzlich eingeladen.",
}


def _special(rng: Random, *, late: bool) -> list[str]:
    found = [word for word in words.MID if rng.random() < words.MID_SHARE]
    found += [word for word in words.RARE if rng.random() < words.RARE_SHARE]
    if late:
        found += [word for word in words.SEASONAL if rng.random() < words.SEASONAL_SHARE]
    return found


def _title(rng: Random, word: str, gender: str, town: str, special: list[str]) -> str:
    if special and rng.random() < 0.5:
        return f"{word}: {special[0]}"
    match rng.randrange(5):
        case 0:
            return f"{rng.choice(words.ADJECTIVES).capitalize()}{words.ENDINGS[gender]} {word}"
        case 1:
            return f"{word} für {rng.choice(words.WHO)}"
        case 2:
            return f"{word} {rng.choice(words.PARTS)}"
        case 3:
            return f"{word} in {town}"
        case _:
            return word


def _short(rng: Random) -> str:
    return rng.choice(
        ("Sie sind willkommen.", "Schauen Sie einfach vorbei.", "Wir freuen uns auf Sie.", "Fragen Sie gern nach.")
    )


def _filled(rng: Random, parts: Parts, title_word: str) -> str:
    found, doing = [], None
    for text, slot in parts:
        found.append(text)
        match slot:
            case None:
                pass
            case "a" | "b":
                found.append(words.ABOUT[bisect(COMMON_ABOUT, rng.random() * COMMON_ABOUT[-1])])
            case "d" | "e":
                verb = rng.choice(words.DOING)
                doing = rng.choice(words.DOING) if verb == doing else verb
                found.append(doing)
            case "w" | "v":
                found.append(rng.choice(words.WHO))
            case "m":
                found.append(rng.choice(words.BRING))
            case "l":
                found.append(rng.choice(words.LEADERS))
            case "r":
                found.append(rng.choice(words.ROOMS))
            case "t":
                found.append(title_word)
    return "".join(found)
