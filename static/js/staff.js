/* The staff admin: names for the boxes select2 draws, and list filters that act as soon as a record is chosen.
   Without this script the button beside the filter does the same. */
"use strict";

const labelOf = (select) => select.getAttribute("aria-label") || (select.labels && select.labels[0]?.textContent.trim()) || "";

const nameBoxes = (root) => {
  for (const select of root.querySelectorAll("select.admin-autocomplete")) {
    const box = select.nextElementSibling;
    const label = labelOf(select).replace(/:$/, "");
    if (!box || !label) continue;
    for (const part of box.querySelectorAll("[role='combobox'], [role='textbox'], .select2-search__field")) {
      part.setAttribute("aria-label", label);
    }
    for (const part of box.querySelectorAll("ul.select2-selection__rendered, ul.select2-selection__rendered > li")) {
      part.setAttribute("role", "presentation");
    }
  }
};

window.addEventListener("load", () => {
  const $ = window.django && window.django.jQuery;
  if (!$) return;
  nameBoxes(document);
  document.addEventListener("formset:added", (event) => nameBoxes(event.target));
  $(document).on("change", "select.admin-autocomplete", (event) => nameBoxes(event.target.parentElement));
  $(document).on("select2:select select2:clear", ".filter-by-record select", (event) => {
    event.target.form.requestSubmit();
  });
});
