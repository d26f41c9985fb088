"""Which numbers of offers a run measures."""

SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000, "1m": 1_000_000}
USUAL = "100k"


def chosen(text: str) -> list[str]:
    """One size means all up to it (the ratios need the small ones too), a list means exactly these.

    Raises ``ValueError`` for a size that does not exist.
    """
    names = list(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    if not names or not set(names) <= set(SIZES):
        raise ValueError(f"„{text}“ geht nicht. Möglich sind {', '.join(SIZES)} oder mehrere durch Komma.")
    if len(names) == 1:
        return [name for name, number in SIZES.items() if number <= SIZES[names[0]]]
    return [name for name in SIZES if name in names]


def floor_size(names: list[str]) -> str:
    """The size whose database the floor reads: 10k as the protocol says, otherwise the smallest."""
    return "10k" if "10k" in names else names[0]
