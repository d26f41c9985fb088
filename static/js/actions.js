// Buttons that only make sense with a script: they stand hidden in the page and appear here.
//   <button type="button" class="btn btn-secondary" data-fn-print hidden>Drucken</button>
//   <button type="button" class="btn btn-secondary" data-fn-share hidden>Teilen</button>

for (const button of document.querySelectorAll("[data-fn-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

if (navigator.share) {
  for (const button of document.querySelectorAll("[data-fn-share]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;
      navigator.share({ title: document.title, url: address }).catch(() => {}); // closed without sharing
    });
  }
}
