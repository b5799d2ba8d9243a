// Buttons that copy the field beside them, and a word while an upload is being checked. Both work without it.
(() => {
  const ready = (root) => {
    for (const box of root.querySelectorAll("[data-copy]")) {
      const [field, button] = [box.querySelector("input"), box.querySelector("button")];
      if (!button || !navigator.clipboard) continue;
      button.hidden = false;
      field.addEventListener("focus", () => field.select());
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(field.value);
        const words = button.textContent;
        button.textContent = box.dataset.copied;
        document.getElementById("status").textContent = box.dataset.copied;
        setTimeout(() => { button.textContent = words; }, 2500);
      });
    }
  };
  ready(document);
  // Long work: the page says so while it waits for the answer.
  document.addEventListener("submit", (event) => {
    const words = event.target.querySelector("[data-busy-words]");
    if (words && !event.defaultPrevented) words.textContent = event.target.dataset.busy;
  });
})();
