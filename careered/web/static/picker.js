// Keeps the number on the button right, and the button off while nothing is ticked.
(() => {
  const form = document.querySelector("[data-picker]");
  const button = form?.querySelector("[data-count]");
  if (!button) return;
  const count = () => {
    const ticked = form.querySelectorAll("[data-item]:checked").length;
    button.textContent = ticked === 1 ? button.dataset.one : button.dataset.count.replace("{n}", ticked);
    button.disabled = ticked === 0;
  };
  form.addEventListener("change", count);
  count();
})();
