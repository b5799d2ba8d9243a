// Keys of the page about one pupil: J next, K previous, T we have talked. Off while typing; the switch turns them off.
(() => {
  const SETTING = "careered-keys";
  const label = document.querySelector("[data-keys]");
  const stored = { get: () => { try { return localStorage.getItem(SETTING); } catch { return null; } }, set: (value) => { try { localStorage.setItem(SETTING, value); } catch { /* the browser keeps nothing in a frame */ } } };
  const box = label?.querySelector("input");
  if (!box) return;
  label.hidden = false;
  box.checked = stored.get() !== "off";
  box.addEventListener("change", () => stored.set(box.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (isTyping || !box.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"] :is(a, button)`)?.click();
  });
})();
