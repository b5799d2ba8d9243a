// Buttons that copy the field beside them, and a word while an upload is being checked. Both work without it.
(() => {
  // A platform's frame may forbid the clipboard (Moodle's does): then the old way, else the text stands selected.
  const copied = async (field) => {
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      field.focus();
      field.select();
      return document.execCommand("copy");
    }
  };
  const ready = (root) => {
    for (const box of root.querySelectorAll("[data-copy]")) {
      const [field, button] = [box.querySelector("input"), box.querySelector("button")];
      if (!button) continue;
      button.hidden = false;
      field.addEventListener("focus", () => field.select());
      const words = button.textContent;
      button.addEventListener("click", async () => {
        const told = await copied(field) ? box.dataset.copied : box.dataset.byHand;
        button.textContent = told;
        document.getElementById("status").textContent = told;
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
