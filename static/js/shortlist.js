// The Merkliste: kept in this browser only, never sent anywhere but in the address of its own page.
//   <a class="remember" data-code="1k" href="/merkliste/?a=1k"><span>Merken</span></a>   becomes a button, wherever it stands
//   <a class="shortlist-link" href="/merkliste/" data-kept="Gemerkt" data-full="…" hidden>Merkliste (<span data-fn-kept></span>)</a>
//   <div data-fn-shortlist data-codes="1k 2b">   the page; data-fn-adopt, -forget, -clear, -share-list act in it
// Without storage (switched off, full, forbidden) everything stays the link it is.

const KEY = "familiennetz.merkliste";
const MOST = 40;
const CODE = /^[0-9a-z]{1,10}$/;

const header = document.querySelector(".shortlist-link");
const page = document.querySelector("[data-fn-shortlist]");
const split = (text) => [...new Set((text || "").split(" "))].filter((code) => CODE.test(code));

function kept() {
  try {
    return split(localStorage.getItem(KEY)).slice(0, MOST);
  } catch {
    return null; // no storage here
  }
}

function keep(codes) {
  try {
    if (codes.length) localStorage.setItem(KEY, codes.join(" "));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

function say(text) {
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = text;
}

function addressOf(codes) {
  const query = codes.map((code) => `a=${code}`).join("&");
  return query ? `/merkliste/?${query}` : "/merkliste/";
}

// --- „Merken" anywhere -------------------------------------------------------------------------------------------------
function enhance() {
  for (const link of document.querySelectorAll("a.remember[data-code]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = link.className;
    Object.assign(button.dataset, { code: link.dataset.code, href: link.href });
    if (link.ariaLabel) button.ariaLabel = link.ariaLabel;
    button.append(...link.childNodes);
    link.replaceWith(button);
  }
  show();
}

// The word of a button: the text beside its icon, bare or in a <span>; never what only screen readers are told.
function wordOf(button) {
  const texts = [...button.childNodes, ...(button.querySelector("span")?.childNodes ?? [])];
  return texts.find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()) ?? button;
}

function show() {
  const codes = kept() ?? [];
  for (const button of document.querySelectorAll("button.remember")) {
    const on = codes.includes(button.dataset.code);
    const word = wordOf(button);
    const before = word.textContent.trim();
    button.dataset.word ??= before;
    const now = (on && header?.dataset.kept) || button.dataset.word;
    button.setAttribute("aria-pressed", String(on));
    word.textContent = now;
    if (button.ariaLabel?.startsWith(before)) button.ariaLabel = now + button.ariaLabel.slice(before.length);
  }
  if (!header) return;
  header.hidden = codes.length === 0;
  header.href = addressOf(codes);
  header.querySelector("[data-fn-kept]").textContent = codes.length;
}

function toggle(button) {
  const codes = kept() ?? [];
  const { code, href } = button.dataset;
  const on = codes.includes(code);
  if (!on && codes.length >= MOST) {
    say(header?.dataset.full || "");
    return;
  }
  const changed = on ? codes.filter((one) => one !== code) : [...codes, code];
  if (!keep(changed)) {
    location.assign(href); // the storage refuses: then the list of one, as without a script
    return;
  }
  show();
  say(`${header?.textContent.trim() ?? ""}`);
}

// --- the page of the list ----------------------------------------------------------------------------------------------
function isMine(codes) {
  return split(page.dataset.codes).every((code) => codes.includes(code));
}

function forget(gone) {
  const codes = kept() ?? [];
  if (isMine(codes)) keep(codes.filter((code) => !gone.includes(code)));
}

function adopt() {
  const codes = [...new Set([...(kept() ?? []), ...split(page.dataset.codes)])].slice(0, MOST);
  if (keep(codes)) location.assign(addressOf(codes));
}

async function share(button) {
  const field = document.getElementById("adresse");
  const data = { title: document.title, url: field.value };
  try {
    if (navigator.share) {
      await navigator.share(data);
    } else {
      await navigator.clipboard.writeText(field.value);
      say(button.dataset.done);
    }
  } catch {
    field.select(); // closed without sharing, or not allowed to copy: the reader can
  }
}

function openPage() {
  const codes = kept() ?? [];
  if (!location.search && codes.length) {
    location.replace(addressOf(codes));
    return;
  }
  const offered = document.querySelector("[data-fn-adopt]"); // an empty list offers nothing
  if (offered) offered.hidden = isMine(codes);
  const clear = document.querySelector("[data-fn-clear]");
  if (clear) clear.hidden = !isMine(codes); // somebody else's list: there is nothing of mine to empty
  const button = document.querySelector("[data-fn-share-list]");
  if (button) button.hidden = !(navigator.share || navigator.clipboard);
}

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  const button = at("button.remember");
  if (button) toggle(button);
  if (!page) return;
  if (at("[data-fn-adopt] button")) adopt();
  if (at("[data-fn-share-list]")) share(at("[data-fn-share-list]"));
  if (at("[data-fn-forget]")) forget(split(at("[data-fn-forget]").dataset.fnForget));
  if (at("[data-fn-clear]")) forget(kept() ?? []);
});

if (kept() !== null) {
  enhance();
  if (page) openPage();
  for (const name of ["htmx:afterSwap", "htmx:historyRestore"]) document.addEventListener(name, enhance);
  addEventListener("storage", show); // another window of the same reader
  addEventListener("pageshow", (event) => { // back from the list, or back to it
    show();
    if (page && event.persisted) openPage();
  });
} else if (page) {
  const button = document.querySelector("[data-fn-share-list]");
  if (button) button.hidden = !(navigator.share || navigator.clipboard);
}
