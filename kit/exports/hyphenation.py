"""Where German words may be divided: 66 000 patterns, kept as bytes that load quickly.

Reading the patterns' own file takes half a second, as much as a whole agreement; so it is done once, by a child
(``python -m kit.exports.hyphenation`` writes the bytes to stdout), and every later child loads what it wrote.
"""

import marshal
import sys
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile

from kit.limited_process import ChildFailed, hold_limits, run_limited

MEMORY_BYTES = 500_000_000
CPU_SECONDS = 10


def kept_patterns(folder: Path) -> Path | None:
    """The file of loaded patterns in ``folder``, made when it is not there yet; ``None`` when that cannot be done.

    Its name carries the versions of Python and of the patterns: ``marshal`` is not for other versions.
    """
    name = f"silben-{sys.version_info.major}.{sys.version_info.minor}-{version('pyphen')}"
    kept = folder / name
    if not kept.exists():
        try:
            content = run_limited("kit.exports.hyphenation", source=b"", seconds=CPU_SECONDS)
            with NamedTemporaryFile(dir=folder, prefix=name, delete=False) as half:
                half.write(content)
            Path(half.name).replace(kept)  # whoever comes second replaces it by the same
        except (ChildFailed, OSError):
            return None
    return kept


def use_patterns(kept: Path) -> None:
    """Let WeasyPrint divide German words by the loaded patterns; damaged ones are left, then it reads for itself.

    Called by the child that makes the PDF. "de" alone would be Austrian to the library, which goes by the alphabet.
    """
    import pyphen  # noqa: PLC0415 - only in a child

    words = pyphen.HyphDict.__new__(pyphen.HyphDict)
    try:
        words.patterns = marshal.loads(kept.read_bytes())  # noqa: S302 - numbers and letters we have written
        words.maxlen = max(map(len, words.patterns))
    except (OSError, ValueError, EOFError, TypeError):
        return
    words.cache = {}
    pyphen.hdcache[pyphen.LANGUAGES[pyphen.language_fallback("de")]] = words


def main() -> int:
    """Write the patterns to stdout; exit status 0."""
    hold_limits(memory=MEMORY_BYTES, seconds=CPU_SECONDS)
    import pyphen  # noqa: PLC0415 - only after the limits hold

    sys.stdout.buffer.write(marshal.dumps(pyphen.HyphDict(pyphen.LANGUAGES["de_DE"]).patterns))
    return 0


if __name__ == "__main__":
    sys.exit(main())
