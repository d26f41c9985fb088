"""State machines as tables: plain Python that people can print, without Django.

An app's ``workflow.py`` holds the table, its ``actions.py`` applies a step under a row lock and writes a step row.
The two sentences said here are message ids; every table brings the function that translates them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol


class LazyText(Protocol):
    """A translation that becomes a text when asked: Django's, without knowing Django."""

    def __str__(self) -> str: ...
    def __mod__(self, values: object, /) -> str: ...


def gettext_noop(text: str) -> str:
    """Marks a message id; ``makemessages`` looks for this name."""
    return text


NEEDS_REASON = gettext_noop("Bitte nennen Sie einen Grund für „%(step)s“.")
NOT_NOW = gettext_noop("„%(step)s“ ist im jetzigen Stand nicht möglich.")


class StepRefused(Exception):
    """A step is not possible from the present state, or its guard said no; the text is German and meant for people."""


@dataclass(frozen=True)
class Step:
    """One row of the table: which verb leads from which states to which state.

    ``label`` is a text or a lazy translation, which only becomes a text on the page. ``needs_note`` asks for a reason;
    ``system`` marks steps only the worker takes.
    """

    verb: str
    label: "str | LazyText"
    sources: frozenset[str]
    target: str
    needs_note: bool = False
    system: bool = False


@dataclass(frozen=True)
class Workflow:
    """An ordered table of steps for one kind of record; ``translate`` makes what people read of a message id."""

    name: str
    steps: tuple[Step, ...] = field(default_factory=tuple)
    translate: Callable[[str], str] = str

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def step(self, state: str, verb: str, *, note: str = "") -> Step:
        """The step for ``verb`` from ``state``.

        Raises ``StepRefused`` when the table has no such step or when it needs a reason and ``note`` is blank.
        """
        for step in self.steps:
            if step.verb == verb and state in step.sources:
                if step.needs_note and not note.strip():
                    raise StepRefused(self.translate(NEEDS_REASON) % {"step": step.label})
                return step
        known: object = next((s.label for s in self.steps if s.verb == verb), verb)
        raise StepRefused(self.translate(NOT_NOW) % {"step": known})

    def possible(self, state: str) -> list[Step]:
        """What people can do next from ``state``, in table order."""
        return [step for step in self.steps if state in step.sources and not step.system]


def define_step(
    verb: str,
    label: "str | LazyText",
    sources: str | Iterable[str],
    target: str,
    *,
    needs_note: bool = False,
    system: bool = False,
) -> Step:
    """Shorthand for table rows; ``sources`` may be one state or several."""
    states = frozenset([sources] if isinstance(sources, str) else sources)
    return Step(str(verb), label, frozenset(str(s) for s in states), str(target), needs_note, system)
