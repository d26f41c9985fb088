"""Variables in clauses: ``{{beginn}}`` is filled from what the register and the structured parts already know.

Nothing here raises, whatever people write: a name that does not exist and a value that is missing show as a gap in
square brackets and are listed by ``unknown`` and ``missing``. Values are escaped, so the name of an organisation is
never read as Markdown.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from agreements.enums import CoursesAfterEnd, FormRequired, NoticeTo, TermKind
from agreements.text.facts import EXAMPLE, Facts, PartyFacts, facts_of
from kit.markdown import GAP, MARK_END, VALUE, to_html
from partners.enums import DataProtectionRegime

__all__ = [
    "EXAMPLE",
    "VARIABLES",
    "Facts",
    "ClauseRun",
    "facts_of",
    "fill_variables",
    "marked_variables",
    "missing_variables",
    "spoken_names",
    "text_with_names",
    "unknown_variables",
]

VARIABLE = re.compile(r"\{\{([^{}\n]{0,60})\}\}")
MARKUP = re.compile(r"([\\`*_\[\]<>&])")
LINE_START = re.compile(r"[\s>*+\-#\d.)]*")
BLOCK_START = re.compile(r"\d{0,9}(?=[.)](?:\s|$))|(?=[-+=~#])")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "-": "_", " ": "_"})
MARKS = str.maketrans(dict.fromkeys((VALUE, GAP, MARK_END)))
REGIMES = {
    DataProtectionRegime.GDPR.value: "die Datenschutz-Grundverordnung (DSGVO)",
    DataProtectionRegime.DSG_EKD.value: "das Kirchengesetz über den Datenschutz der EKD (DSG-EKD)",
    DataProtectionRegime.KDG.value: "das Gesetz über den Kirchlichen Datenschutz (KDG)",
}


@dataclass(frozen=True, slots=True)
class Variable:
    """``label`` names it in lists and gaps („[Beginn fehlt]"), ``lacking`` in a sentence („Es fehlt der Beginn")."""

    name: str
    label: str
    lacking: str
    value: Callable[[Facts], str]

    @property
    def typed(self) -> str:
        """How it is written in a clause."""
        return f"{{{{{self.name}}}}}"


@dataclass(frozen=True, slots=True)
class ClauseRun:
    """A run of a clause: ``text``, ``value`` (filled in), ``missing`` or ``unknown``. ``name`` is the variable."""

    kind: str
    text: str
    name: str = ""


def fill_variables(text: str, facts: Facts) -> str:
    """The clause with all variables filled in, as Markdown: what is hashed, compared and printed."""
    return "".join(_escaped(part, text, at) if part.name else part.text for part, at in _parts(text, facts))


def spoken_names(text: str, facts: Facts) -> str:
    """The clause with all variables as the words they stand for, not escaped: for showing changes word by word."""
    return "".join(part.text for part, _at in _parts(text, facts))


def marked_variables(text: str, facts: Facts) -> list[ClauseRun]:
    """The clause as it was typed, cut where variables stand, each with its value or what is wrong with it."""
    return [part for part, _at in _parts(text, facts) if part.text]


def text_with_names(text: str, facts: Facts, *, heading: int = 3) -> SafeString:
    """The clause as HTML, variables as ``<mark class="value">``, and as ``<mark class="gap">`` where one lacks."""
    opening = {"value": VALUE, "missing": GAP, "unknown": GAP}
    pieces = [
        f"{opening[part.kind]}{_escaped(part, text, at)}{MARK_END}" if part.name else part.text.translate(MARKS)
        for part, at in _parts(text, facts)
    ]
    return to_html("".join(pieces), heading=heading, marks=True)


def unknown_variables(text: str) -> list[str]:
    """Names in double braces that are no variable, each once, as they were typed."""
    names = (match[1].strip() for match in VARIABLE.finditer(text))
    return list(dict.fromkeys(name for name in names if _key(name) not in VARIABLES))


def missing_variables(text: str, facts: Facts) -> list[str]:
    """What is not known yet and stands in the text, in words for „Es fehlt …“, each once."""
    used = (VARIABLES.get(_key(match[1])) for match in VARIABLE.finditer(text))
    return list(dict.fromkeys(found.lacking for found in used if found is not None and not found.value(facts)))


def _parts(text: str, facts: Facts) -> Iterator[tuple[ClauseRun, int]]:
    """Parts with the place in ``text`` where each begins."""
    done = 0
    for match in VARIABLE.finditer(text):
        yield ClauseRun("text", text[done : match.start()]), done
        yield _part(match[1].strip(), facts), match.start()
        done = match.end()
    yield ClauseRun("text", text[done:]), done


def _part(typed: str, facts: Facts) -> ClauseRun:
    variable = VARIABLES.get(_key(typed))
    if variable is None:
        return ClauseRun("unknown", f"[{typed} gibt es nicht]", typed or "?")
    value = " ".join(variable.value(facts).split())
    return (
        ClauseRun("value", value, variable.name)
        if value
        else ClauseRun("missing", f"[{variable.label} fehlt]", variable.name)
    )


def _key(typed: str) -> str:
    """``Kündigungsfrist`` and `` kuendigungsfrist `` are the same variable."""
    return typed.strip().lower().translate(UMLAUTS)


def _escaped(part: ClauseRun, text: str, at: int) -> str:
    """The value as Markdown that reads as nothing but its words."""
    escaped = MARKUP.sub(r"\\\1", part.text.translate(MARKS))
    before = text[text.rfind("\n", 0, at) + 1 : at]
    if LINE_START.fullmatch(before):  # „1. FC Musterstadt“ at the start of a line is no list
        found = BLOCK_START.match(escaped)
        escaped = f"{found[0]}\\{escaped[found.end() :]}" if found else escaped
    if (len(before) - len(before.rstrip("\\"))) % 2:  # a backslash was typed before it: it escapes what comes
        escaped = escaped.removeprefix("\\")
    return escaped


def _listed(names: list[str] | tuple[str, ...]) -> str:
    """„A, B und C“."""
    return " und ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _named(party: PartyFacts) -> str:
    return f"{party.name} (für {party.facility})" if party.facility else party.name


def _parties(facts: Facts) -> str:
    return _listed([_named(party) for party in facts.parties])


def _partner(facts: Facts) -> str:
    return _listed([_named(party) for party in facts.parties if not party.is_center and not party.is_supporting])


def _youth_office(facts: Facts) -> str:
    supporting = [party.name for party in facts.parties if party.is_supporting]
    return _listed(supporting or [party.name for party in facts.parties if party.is_authority])


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _months(number: int, *, dative: bool = False) -> str:
    return f"{number} Monat" if number == 1 else f"{number} Monate{'n' if dative else ''}"


def _end(facts: Facts) -> str:
    return "kein festes Ende" if facts.term_kind == TermKind.OPEN_ENDED else _day(facts.ends_on)


def _term(facts: Facts) -> str:
    if facts.term_kind == TermKind.OPEN_ENDED:
        return "auf unbestimmte Zeit"
    if facts.ends_on is None:
        return ""
    if facts.term_kind == TermKind.PROJECT:
        return f"für die Dauer des Projekts, längstens bis zum {_day(facts.ends_on)}"
    if facts.term_kind == TermKind.RENEWING:
        if not facts.renewal_months:
            return ""
        longer = _months(facts.renewal_months)
        return f"bis zum {_day(facts.ends_on)} und danach jeweils {longer} länger, wenn niemand kündigt"
    return f"bis zum {_day(facts.ends_on)}"


def _renewal(facts: Facts) -> str:
    if facts.term_kind != TermKind.RENEWING:
        return "keine"
    return f"jeweils um {_months(facts.renewal_months)}" if facts.renewal_months else ""


def _notice_period(facts: Facts) -> str:
    return _months(facts.notice_months) if facts.notice_months else "keine Frist"


def _notice_to(facts: Facts) -> str:
    return {
        NoticeTo.ANY_DAY.value: "jederzeit",
        NoticeTo.MONTH.value: "zum Ende eines Monats",
        NoticeTo.QUARTER.value: "zum Ende eines Quartals",
        NoticeTo.HALF_YEAR.value: "zum Ende eines Halbjahres",
        NoticeTo.YEAR.value: "zum Ende eines Jahres",
        NoticeTo.TERM.value: "zum Ende der Laufzeit",
    }.get(facts.notice_to, "")


def _notice(facts: Facts) -> str:
    months = facts.notice_months
    period = f"mit einer Frist von {_months(months, dative=True)}" if months else "ohne Frist"
    to = _notice_to(facts)
    return f"{to} {period}" if facts.notice_to == NoticeTo.ANY_DAY else f"{period} {to}"


def _review(facts: Facts) -> str:
    if not facts.review_months:
        return "auf Wunsch einer Partei"
    return {1: "jeden Monat", 12: "jedes Jahr"}.get(facts.review_months, f"alle {facts.review_months} Monate")


def _meetings(facts: Facts) -> str:
    return f"mindestens {facts.meetings_per_year}-mal im Jahr" if facts.meetings_per_year else "nach Bedarf"


def _form(facts: Facts) -> str:
    return str(FormRequired(facts.form_required).label) if facts.form_required in FormRequired else ""


def _courses(facts: Facts) -> str:
    known = facts.courses_after_end in CoursesAfterEnd
    return str(CoursesAfterEnd(facts.courses_after_end).label) if known else ""


def _data_law(facts: Facts) -> str:
    """„die DSGVO“; where parties follow different laws, who follows which."""
    following: dict[str, list[str]] = {}
    for party in facts.parties:
        following.setdefault(REGIMES.get(party.regime, REGIMES["gdpr"]), []).append(party.name)
    if len(following) <= 1:
        return next(iter(following), "")
    return _listed([f"für {_listed(names)} {law}" for law, names in following.items()])


VARIABLES = {
    variable.name: variable
    for variable in (
        Variable("titel", "Titel", "der Titel", lambda facts: facts.title),
        Variable("aktenzeichen", "Aktenzeichen", "das Aktenzeichen", lambda facts: facts.reference),
        Variable("art", "Art", "die Art", lambda facts: facts.kind),
        Variable("fassung", "Fassung", "die Nummer der Fassung", lambda facts: str(facts.number)),
        Variable("zweck", "Zweck", "der Zweck", lambda facts: facts.purpose.strip().removesuffix(".")),
        Variable("parteien", "Parteien", "die Angabe der Parteien", _parties),
        Variable("zentrum", "Zentrum", "das Zentrum", lambda facts: facts.center),
        Variable("partner", "Partner", "der Partner", _partner),
        Variable("jugendamt", "Jugendamt", "das Jugendamt als Partei", _youth_office),
        Variable(
            "kooperationsmodell", "Kooperationsmodell", "das Kooperationsmodell", lambda facts: facts.cooperation_model
        ),
        Variable("themen", "Themen", "ein Thema", lambda facts: _listed(facts.topics)),
        Variable("planungsraeume", "Planungsräume", "ein Planungsraum", lambda facts: _listed(facts.areas)),
        Variable("beginn", "Beginn", "der Beginn", lambda facts: _day(facts.effective_from)),
        Variable("ende", "Ende", "das Ende", _end),
        Variable("laufzeit", "Laufzeit", "das Ende der Laufzeit oder die Verlängerung", _term),
        Variable("verlaengerung", "Verlängerung", "die Dauer der Verlängerung", _renewal),
        Variable("kuendigung", "Kündigung", "die Regel zur Kündigung", _notice),
        Variable("kuendigungsfrist", "Kündigungsfrist", "die Kündigungsfrist", _notice_period),
        Variable("kuendigung_zum", "Kündbar zum", "der Tag, zu dem gekündigt werden kann", _notice_to),
        Variable("kurse_nach_ende", "Laufende Kurse nach dem Ende", "die Regel für laufende Kurse", _courses),
        Variable("form", "Form", "die Form", _form),
        Variable("auswertung", "Auswertung", "der Abstand der Auswertung", _review),
        Variable("treffen_im_jahr", "Treffen im Jahr", "die Zahl der Treffen", _meetings),
        Variable(
            "insofa",
            "Insoweit erfahrene Fachkraft",
            "die insoweit erfahrene Fachkraft",
            lambda facts: facts.insofa_contact,
        ),
        Variable(
            "fuehrungszeugnis",
            "Führungszeugnis nötig für",
            "die Angabe, wer ein Führungszeugnis braucht",
            lambda facts: facts.certificate_required_for,
        ),
        Variable("datenschutzrecht", "Datenschutzrecht", "die Angabe der Parteien", _data_law),
        Variable(
            "datenschutzvereinbarung",
            "Vereinbarung zum Datenschutz",
            "die Vereinbarung zum Datenschutz",
            lambda facts: facts.dp_agreement,
        ),
    )
}
"""All there are, by name, in the order people see them in."""
