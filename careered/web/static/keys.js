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
  window.staffKeys = { usesLetters, setLetters, isTyping };
})();
