// A word while an upload is being checked. It works without it.
(() => {
  // Long work: the page says so while it waits for the answer.
  document.addEventListener("submit", (event) => {
    const words = event.target.querySelector("[data-busy-words]");
    if (words && !event.defaultPrevented) words.textContent = event.target.dataset.busy;
  });
})();
