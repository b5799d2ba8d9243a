// The keys of staff's pages have one switch, kept in this browser, and rest while somebody types.
(() => {
  const SETTING = "careered-keys";
  // A browser that lets a frame of another site keep nothing throws: then it holds until the page is left.
  let chosen = "on";
  try {
    chosen = localStorage.getItem(SETTING) ?? "on";
  } catch {}
  const usesLetters = () => chosen !== "off";
  const setLetters = (isOn) => {
    chosen = isOn ? "on" : "off";
    try {
      localStorage.setItem(SETTING, chosen);
    } catch {}
  };
  const isTyping = (target) => Boolean(target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]"));
  // Shows the page's switch, and hands on the letters that are pressed while it is on and nobody types.
  const onLetter = (act) => {
    const label = document.querySelector("[data-keys]");
    const box = label?.querySelector("input");
    if (!box) return;
    label.hidden = false;
    box.checked = usesLetters();
    box.addEventListener("change", () => setLetters(box.checked));
    document.addEventListener("keydown", (event) => {
      if (isTyping(event.target) || !usesLetters() || event.ctrlKey || event.metaKey || event.altKey) return;
      act(event.key.toLowerCase(), event);
    });
  };
  window.staffKeys = { usesLetters, setLetters, isTyping, onLetter };
})();
