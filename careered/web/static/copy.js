// Buttons that copy the field beside them. Without it the field is there to be copied by hand.
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
      const [field, button] = [box.querySelector("input, textarea"), box.querySelector("button")];
      if (!button?.hidden) continue; // already at work
      button.hidden = false;
      field.addEventListener("focus", () => field.select());
      const words = button.textContent;
      button.addEventListener("click", async () => {
        const isCopied = await copied(field);
        const word = isCopied ? box.dataset.copied : box.dataset.byHand;
        const back = () => { button.textContent = words; };
        button.textContent = word;
        document.getElementById("status").textContent = word;
        if (isCopied) setTimeout(back, 2500);
        else field.addEventListener("blur", back, { once: true }); // said for as long as the text stands selected
      });
    }
  };
  ready(document);
  document.addEventListener("htmx:after:swap", () => ready(document));
})();
