"""The only place that imports WeasyPrint: a process of its own that turns HTML on stdin into a PDF on stdout.

Started by ``kit.exports.pdf`` with an empty environment; its argument names the file of the hyphenation. It
limits its own memory and processor time, may fetch nothing but ``data:`` addresses, and knows neither settings nor
database (F6, T18).
"""

import ctypes.util
import sys
from pathlib import Path
from typing import Any

from kit.exports.hyphenation import use_patterns
from kit.limited_process import hold_limits

MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 25
FAILED = 3
ARCHIVE: dict[str, Any] = {"pdf_variant": "pdf/a-3a", "pdf_tags": True}


def main() -> int:
    """Read HTML, write the PDF; exit status 0, or ``FAILED`` with one line on stderr."""
    hold_limits(memory=MEMORY_BYTES, seconds=CPU_SECONDS)
    if sys.platform == "linux":
        # WeasyPrint asks for names of other systems first; each miss would start ldconfig, gcc and ld (0.2 s in all).
        ctypes.util.find_library = lambda name: None
    from weasyprint import HTML  # noqa: PLC0415 - slow, and only after the limits hold
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # noqa: PLC0415

    if len(sys.argv) > 1:
        use_patterns(Path(sys.argv[1]))
    source = sys.stdin.buffer.read().decode("utf-8")
    fetcher = URLFetcher(allowed_protocols=["data"], allow_redirects=False)
    try:
        document = HTML(string=source, base_url=None, url_fetcher=fetcher).render(**ARCHIVE)
        document.metadata.attachments = []  # a data: address could carry a file of any kind into the PDF
        for page in document.pages:
            page.links = [link for link in page.links if link[0] != "attachment"]
        pdf = document.write_pdf(**ARCHIVE)
    except (Exception, FatalURLFetchingError) as error:  # the second is no Exception
        sys.stderr.write(f"{type(error).__name__}\n")
        return FAILED
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
