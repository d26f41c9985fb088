// A page about something that is still going on looks again by itself; nothing typed is lost, it has no form.
//   <section data-fn-reload="3">…</section>   seconds between two looks

const seconds = Number(document.querySelector("[data-fn-reload]")?.dataset.fnReload);

function look() {
  if (document.visibilityState === "visible") location.reload();
  else setTimeout(look, seconds * 1000);
}

if (seconds) setTimeout(look, seconds * 1000);
