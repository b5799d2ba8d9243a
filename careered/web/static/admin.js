// A button that copies the field beside it; without the script the field is selected by hand.
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
})();
