// mission: whoever opens the page in its tab finds the chips here on coming back.
const looked = document.querySelector("form.play button[value=looked]");
looked?.form.addEventListener("click", (event) => { // of this card alone: the next one has a form of its own
  if (event.target.closest("[data-visit]")) setTimeout(() => looked.form.requestSubmit(looked)); // after the tab
});
