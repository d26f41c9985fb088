// The offer list beyond results.js: short addresses, and the focus where the reader would look for it.

document.addEventListener("htmx:configRequest", (event) => {
  const { parameters } = event.detail;
  for (const name of [...new Set(parameters.keys?.() ?? [])]) {
    const values = parameters.getAll(name).filter((value) => value !== "");
    parameters.delete(name);
    values.forEach((value) => parameters.append(name, value));
  }
});

document.addEventListener("htmx:afterSettle", () => {
  if (document.activeElement && document.activeElement !== document.body) return; // htmx kept it where it was
  document.querySelector("#ergebnisse [data-fn-count]")?.focus({ preventScroll: true });
});

// Suggestions while typing: a plain datalist, filled from the server; without scripts it stays empty.
let asked = 0;
document.addEventListener("input", ({ target: field }) => {
  if (!field.matches("input[data-fn-suggest]")) return;
  clearTimeout(asked);
  asked = setTimeout(async () => {
    const answer = await fetch(`${field.dataset.fnSuggest}?q=${encodeURIComponent(field.value)}`);
    if (!answer.ok) return;
    field.list?.replaceChildren(...(await answer.json()).map((text) => new Option(text, text)));
  }, 150);
});
