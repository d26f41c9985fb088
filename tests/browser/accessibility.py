"""axe-core in the page: rules of WCAG 2.0 to 2.2, levels A and AA. The script comes from a wheel."""

from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]  # all of these rules that look at colours
RUN = """async wanted => {
  // No preloading: axe would write a <style> of its own, which our Content-Security-Policy rightly refuses.
  const found = await axe.run(document, {runOnly: wanted, resultTypes: ['violations'], preload: false});
  return found.violations.map(v => `${v.id} (${v.impact}): ${v.help}: ` + v.nodes.slice(0, 4).map(n =>
    n.target.flat().join(' ') + ' [' + ((n.any[0] || n.all[0] || n.none[0] || {}).message || '') + ']').join('; '));
}"""


def _script() -> str:
    spec = find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.origin is not None
    return (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")


AXE = _script()


def violations(page: Page, *, only_colours: bool = False) -> list[str]:
    """One line for each rule the page breaks as it stands now (size, colour scheme, opened parts).

    ``only_colours``: for a second colour scheme of a page whose other rules were looked at in the first one.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)  # through the debugger, so the page's own Content-Security-Policy stays as it is
    wanted = {"type": "rule", "values": COLOURS} if only_colours else {"type": "tag", "values": TAGS}
    return page.evaluate(RUN, wanted)
