"""QR codes for printed pages: the way from paper back to the page."""

from functools import lru_cache

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
    squares = "".join(
        f"M{x + code.border} {y + code.border}h1v1h-1z"
        for y, row in enumerate(code.modules)
        for x, dark in enumerate(row)
        if dark
    )
    return format_html(
        '<svg class="qr" viewBox="0 0 {} {}" role="img" aria-label="{}"><path d="{}"/></svg>',
        size,
        size,
        label,
        squares,
    )
