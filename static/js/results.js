// Lists that swap in place (htmx): choosing a filter sends the form, the new count is read out.
//   <form hx-get hx-target="#ergebnisse" data-fn-autosubmit> … <p data-fn-count>12 Angebote</p>

for (const form of document.querySelectorAll("form[data-fn-autosubmit]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });
}

document.addEventListener("htmx:afterSwap", (event) => {
  const count = event.detail.target?.querySelector("[data-fn-count]");
  if (count) document.getElementById("announcer").textContent = count.textContent.trim();
});
