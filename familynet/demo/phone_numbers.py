"""Telephone numbers that belong to nobody (domain 8.1, R-3): ranges kept free for use in films and books."""

from dataclasses import dataclass

RANGES = (("30", "23125"), ("69", "90009"), ("40", "66969"), ("221", "4710"), ("89", "99998"))
PER_RANGE = 1000


@dataclass(frozen=True)
class FictionalPhone:
    """``number`` as stored (international), ``text`` as people read it."""

    number: str
    text: str


def fictional_phone(index: int) -> FictionalPhone:
    """The ``index``-th free number; starts again at the first after 5000."""
    area, block = RANGES[index // PER_RANGE % len(RANGES)]
    last = f"{index % PER_RANGE:03}"
    return FictionalPhone(f"+49{area}{block}{last}", f"0{area} {block} {last}")
