// The workbench: saves clauses while people type, opens rows in place, keeps what was typed when the network fails.
// Without this script every form is a page of its own.

const bench = document.querySelector("[data-wb]");
const status = document.querySelector("[data-wb-status]");
const words = document.querySelector("[data-wb-words]").dataset; // what it says stands in the page, in its language
const AUTOSAVE_DELAY = 1500; // after the last key
const RETRY_DELAY = 5000; // after a failure
const POLL_INTERVAL = 60000; // for what others saved
const MESSAGE_TIME = 8000; // what was done
const HEADERS = { "X-Workbench": "1" };
const clauses = new Map(); // form -> state
let token = bench.querySelector("[name=csrfmiddlewaretoken]")?.value;

// What follows a press is shown where one looks; a clause that saves itself says so beside its text.
let fades = 0;
const showMessage = (text, tone = "", loud = true) => {
  clearTimeout(fades);
  status.textContent = text;
  status.dataset.tone = tone;
  status.toggleAttribute("data-loud", loud);
  if (loud && tone !== "warning") fades = setTimeout(() => { status.textContent = ""; }, MESSAGE_TIME);
};
const send = (url, body) => {
  body.set("csrfmiddlewaretoken", token);
  return fetch(url, { method: "POST", body: new URLSearchParams(body), headers: HEADERS, redirect: "manual" });
};
const parseHtml = (html) => new DOMParser().parseFromString(html, "text/html");
const replaceContent = (place, html) => { place.replaceChildren(...parseHtml(html).body.childNodes); };
const growWithText = (area) => { area.style.height = "auto"; area.style.height = `${Math.min(area.scrollHeight + 4, innerHeight * 0.7)}px`; };

// --- clauses -------------------------------------------------------------------------------------------------------
const typedText = (form) => `${form.elements.heading.value}\n${form.elements.text.value}`;
const isDirty = (form) => typedText(form) !== clauses.get(form).saved;
const showClauseStatus = (form, text, tone = "") => {
  const line = form.querySelector("[data-wb-saved]");
  line.textContent = text;
  line.dataset.tone = tone;
};
const announceClauseStatus = (form, text, tone = "") => { showClauseStatus(form, text, tone); showMessage(text, tone, tone === "warning"); };

const save = async (form) => {
  const state = clauses.get(form);
  clearTimeout(state.timer);
  if (state.busy || state.conflict || !isDirty(form)) return;
  if (!form.reportValidity()) return;
  const limit = Number(bench.dataset.longest);
  if (form.elements.text.value.length > limit) {
    announceClauseStatus(form, words.tooLong.replace("{limit}", limit.toLocaleString("de-DE")), "warning");
    return;
  }
  const now = typedText(form);
  state.busy = true;
  showClauseStatus(form, words.saving);
  try {
    const answer = await send(form.action, new FormData(form));
    await applyAnswer(form, answer, now);
  } catch {
    saveAgainLater(form, words.offlineRetry);
  }
  state.busy = false;
  if (isDirty(form) && !state.timer && !state.conflict) saveLater(form);
};

const saveLater = (form, wait = AUTOSAVE_DELAY) => {
  const state = clauses.get(form);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => { state.timer = 0; save(form); }, wait);
};

const saveAgainLater = (form, text) => { announceClauseStatus(form, text, "warning"); saveLater(form, RETRY_DELAY); };

const applyAnswer = async (form, answer, sent) => {
  const state = clauses.get(form);
  state.timer = 0;
  if (answer.type === "opaqueredirect" || answer.status === 403) {
    if (await fetchNewToken()) return saveAgainLater(form, words.retry);
    return saveAgainLater(form, words.signedOut);
  }
  if (answer.status === 409) {
    state.conflict = true;
    announceClauseStatus(form, words.conflict, "warning");
    const place = form.closest("section").querySelector("[data-wb-conflict-place]") ?? conflictPlace(form);
    replaceContent(place, await answer.text());
    place.querySelector("h2")?.focus();
    return;
  }
  if (answer.status === 422) {
    const { errors } = await answer.json();
    announceClauseStatus(form, words.refused.replace("{errors}", errors.join(" ")), "warning");
    clearTimeout(state.timer);
    state.refused = sent;
    return;
  }
  if (!answer.ok) return saveAgainLater(form, words.noAnswer);
  const done = await answer.json();
  form.elements.edition.value = done.edition;
  state.saved = sent;
  const section = form.closest("[data-wb-clause]");
  section.dataset.edition = done.edition;
  section.querySelector("[data-wb-heading]").textContent = done.heading;
  replaceContent(section.querySelector("[data-wb-refresh=text]"), done.html);
  announceClauseStatus(form, `gespeichert um ${done.at}`);
  refreshSoon();
};

// The form for a merged text cannot stand inside the form it belongs to.
const conflictPlace = (form) => {
  const place = document.createElement("div");
  place.dataset.wbConflictPlace = "";
  form.after(place);
  return place;
};

// A new sign-in in another window gives a new token.
const fetchNewToken = async () => {
  const answer = await fetch(location.href, { headers: HEADERS, redirect: "manual" });
  if (!answer.ok) return false;
  const fresh = parseHtml(await answer.text()).querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!fresh) return false;
  token = fresh;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh;
  return true;
};

const watch = (form) => {
  clauses.set(form, { saved: typedText(form), timer: 0, busy: false, conflict: false, refused: null });
  form.addEventListener("input", () => { if (form.elements.text) growWithText(form.elements.text); saveLater(form); });
  form.addEventListener("focusout", () => save(form));
  form.addEventListener("submit", (event) => { event.preventDefault(); save(form); if (!isDirty(form)) announceClauseStatus(form, words.allSaved); });
  form.closest("details").addEventListener("toggle", (event) => {
    if (!event.target.open) { save(form); return; }
    growWithText(form.elements.text);
    if (event.target.contains(document.activeElement)) form.elements.text.focus();
  });
};
for (const form of bench.querySelectorAll("[data-wb-save]")) watch(form);

addEventListener("beforeunload", (event) => {
  if ([...clauses.keys()].some(isDirty)) event.preventDefault();
});
addEventListener("online", () => { for (const form of clauses.keys()) if (isDirty(form)) save(form); });

// --- conflicts -----------------------------------------------------------------------------------------------------
bench.addEventListener("submit", async (event) => {
  const merged = event.target.closest("[data-wb-merge]");
  if (!merged) return;
  event.preventDefault();
  const section = merged.closest("[data-wb-clause]");
  const form = section.querySelector("[data-wb-save]");
  const state = clauses.get(form);
  let answer;
  try { answer = await send(merged.action, new FormData(merged)); }
  catch { return showMessage(words.offline, "warning"); }
  if (answer.status === 422) return showMessage(words.refused.replace("{errors}", (await answer.json()).errors.join(" ")), "warning");
  if (answer.ok) {
    form.elements.heading.value = merged.elements.heading.value;
    form.elements.text.value = merged.elements.text.value;
    merged.closest("[data-wb-conflict-place]").replaceChildren();
    state.conflict = false;
    form.elements.text.focus();
  }
  await applyAnswer(form, answer, typedText(form));
});
bench.addEventListener("click", async (event) => {
  const discard = event.target.closest("[data-wb-discard]");
  if (!discard) return;
  event.preventDefault();
  const form = discard.closest("[data-wb-clause]").querySelector("[data-wb-save]");
  const state = clauses.get(form);
  state.saved = typedText(form);
  state.conflict = false;
  discard.closest("[data-wb-conflict-place]").replaceChildren();
  await refresh();
  form.elements.text.focus();
});

// --- rows and parts in place ---------------------------------------------------------------------------------------
const openEditors = () => bench.querySelectorAll("[data-wb-open-editor]");

const openIn = async (link) => {
  let place = link.dataset.wbOpen.startsWith("#") ? document.querySelector(link.dataset.wbOpen) : null;
  const row = link.dataset.wbOpen === "row" ? link.closest("tr") : null;
  if (row) {
    const line = document.createElement("tr");
    const cell = line.insertCell();
    cell.colSpan = row.cells.length;
    cell.className = "row-slot";
    row.after(line);
    row.hidden = true;
    place = cell;
  } else if (!place) {
    place = link.closest(".bench-part").querySelector("[data-wb-slot]");
  }
  const answer = await fetch(link.href, { headers: HEADERS, redirect: "manual" }).catch(() => null);
  if (!answer?.ok) { closeEditor(place); location.href = link.href; return; }
  place.dataset.wbOpenEditor = "";
  fillEditor(place, await answer.text());
};
const fillEditor = (place, html) => {
  replaceContent(place, html);
  (place.querySelector("[data-fn-focus]") ?? place.querySelector("input:not([type=hidden]), select, textarea, button"))?.focus();
};
const closeEditor = (place) => {
  const line = place.closest("tr");
  const back = line?.previousElementSibling ?? place.closest(".bench-part, .bench-clauses");
  delete place.dataset.wbOpenEditor;
  if (line) { back.hidden = false; line.remove(); } else { place.replaceChildren(); }
  back?.querySelector("[data-wb-open]")?.focus();
};

bench.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-wb-open]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); openIn(link); return; }
  const cancel = event.target.closest("[data-wb-cancel]");
  const place = cancel?.closest("[data-wb-open-editor]");
  if (place) { event.preventDefault(); closeEditor(place); }
});
bench.addEventListener("keydown", (event) => {
  const place = event.target.closest("[data-wb-open-editor]");
  if (place && event.key === "Escape") closeEditor(place);
});
bench.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-wb-row], [data-wb-search], [data-wb-open-editor] form");
  const place = form?.closest("[data-wb-open-editor]");
  if (!place) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  try {
    if (form.method === "get") {
      const answer = await fetch(`${form.action}?${new URLSearchParams(data)}`, { headers: HEADERS });
      return fillEditor(place, await answer.text());
    }
    const answer = await send(form.action, data);
    if (answer.type === "opaqueredirect") {
      if (await fetchNewToken()) location.reload();
      else showMessage(words.signedOutForm, "warning");
      return undefined;
    }
    if (answer.ok && answer.headers.get("Content-Type").startsWith("application/json")) {
      const done = await answer.json();
      const part = place.closest(".bench-part")?.id ?? done.anchor;
      closeEditor(place);
      document.activeElement?.blur(); // what is in use is not drawn anew, and this is what has changed
      await refresh();
      showMessage(done.said.join(" "));
      document.getElementById(part)?.querySelector("[data-wb-open=slot]")?.focus();
      return undefined;
    }
    return fillEditor(place, await answer.text());
  } catch {
    return showMessage(words.offlineForm, "warning");
  }
});

// --- what others saved, and what follows from one's own change --------------------------------------------------------
let soon = 0;
const refreshSoon = () => { clearTimeout(soon); soon = setTimeout(refresh, 600); };

const refresh = async () => {
  const answer = await fetch(location.pathname, { headers: HEADERS, redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = parseHtml(await answer.text());
  const ids = (root) => [...root.querySelectorAll("[data-wb-clause]")].map((one) => one.id).join();
  for (const section of bench.querySelectorAll("[data-wb-clause]")) {
    const next = fresh.getElementById(section.id);
    if (next) renewSection(section, next);
  }
  const outline = bench.querySelector("[data-wb-refresh=outline]");
  const next = fresh.querySelector("[data-wb-refresh=outline]");
  if (next && !outline.contains(document.activeElement)) {
    const folded = outline.querySelector("details")?.open === false;
    outline.replaceChildren(...next.childNodes);
    if (folded) outline.querySelector("details").open = false;
  }
  if (ids(fresh) !== ids(document)) showMessage(words.outlineChanged);
};

const renewSection = (section, next) => {
  const form = section.querySelector("[data-wb-save]");
  const state = form && clauses.get(form);
  if (form && !state.busy && !state.conflict && !isDirty(form) && Number(next.dataset.edition) > Number(section.dataset.edition)) {
    const theirs = next.querySelector("[data-wb-save]");
    for (const name of ["edition", "heading", "text"]) form.elements[name].value = theirs.elements[name].value;
    state.saved = typedText(form);
    section.dataset.edition = next.dataset.edition;
    section.querySelector("[data-wb-heading]").textContent = next.querySelector("[data-wb-heading]").textContent;
    const last = next.querySelector(".bench-last")?.textContent;
    if (last && section.querySelector(".bench-edit").open) announceClauseStatus(form, last);
  }
  for (const piece of section.querySelectorAll("[data-wb-refresh]")) {
    const fresh = next.querySelector(`[data-wb-refresh=${piece.dataset.wbRefresh}]`);
    const inUse = piece.contains(document.activeElement) || piece.querySelector("[data-wb-open-editor]");
    if (fresh && !inUse && fresh.innerHTML !== piece.innerHTML) piece.replaceChildren(...fresh.childNodes);
  }
};
setInterval(() => { if (document.visibilityState === "visible" && !openEditors().length) refresh(); }, POLL_INTERVAL);

// --- variables: one press puts them where one was typing ---------------------------------------------------------------
let lastArea = null;
bench.addEventListener("focusin", (event) => { if (event.target.matches("[data-wb-save] textarea")) lastArea = event.target; });
for (const chip of bench.querySelectorAll("[data-wb-insert]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = chip.className;
  button.dataset.wbInsert = chip.dataset.wbInsert;
  button.append(...chip.childNodes);
  chip.replaceWith(button);
  button.addEventListener("click", () => {
    if (!lastArea) return showMessage(words.noCursor);
    lastArea.focus();
    lastArea.setRangeText(button.dataset.wbInsert, lastArea.selectionStart, lastArea.selectionEnd, "end");
    lastArea.dispatchEvent(new Event("input", { bubbles: true }));
    return undefined;
  });
}
