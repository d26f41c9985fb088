"""QR codes for printed pages: the way from paper back to the page."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString


@lru_cache(maxsize=2000)
def qr_svg(address: str, label: str) -> SafeString:
    """The code for ``address`` as an inline drawing; ``label`` says what it is to people who do not see it.

    Drawing one takes some milliseconds, so the last ones are remembered.
    """
    code = qrcode.QRCode(border=2)
    code.add_data(address)
    code.make(fit=True)
    size = code.modules_count + 2 * code.border
    squares = "".join(_runs(code.modules, code.border))
    return format_html(
        '<svg class="qr" viewBox="0 0 {} {}" role="img" aria-label="{}"><path d="{}"/></svg>',
        size,
        size,
        label,
        squares,
    )


def _runs(rows: Sequence[Sequence[bool | None]], border: int) -> Iterator[str]:
    """Dark squares side by side as one box: half the letters of the page, and no hairlines between them on paper."""
    for y, row in enumerate(rows):
        for dark, run in groupby(range(len(row)), key=lambda x: bool(row[x])):
            if dark:
                cells = list(run)
                yield f"M{cells[0] + border} {y + border}h{len(cells)}v1h-{len(cells)}z"
