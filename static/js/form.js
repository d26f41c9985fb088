// Forms: a refused form puts the focus on its summary; a form being sent is not sent twice.

document.querySelector("[data-fn-focus]")?.focus();

for (const form of document.querySelectorAll("form[method=post]")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  // Coming back with the browser's back button must not leave a dead form.
  addEventListener("pageshow", () => { sent = false; });
}
