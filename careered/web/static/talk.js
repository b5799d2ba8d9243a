// Keys of the page about one pupil: J next, K previous, T we have talked. Off while typing; the switch turns them off.
(() => {
  const { usesLetters, setLetters, isTyping } = window.staffKeys;
  const label = document.querySelector("[data-keys]");
  const box = label?.querySelector("input");
  if (!box) return;
  label.hidden = false;
  box.checked = usesLetters();
  box.addEventListener("change", () => setLetters(box.checked));
  document.addEventListener("keydown", (event) => {
    if (isTyping(event.target) || !usesLetters() || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"] :is(a, button)`)?.click();
  });
})();
