// The keys of staff's pages have one switch, kept in this browser, and rest while somebody types.
(() => {
  const SETTING = "careered-keys", YEAR = 365 * 24 * 60 * 60;
  // In a frame of another site some browsers refuse storage and keep cookies apart for each site instead; where one
  // keeps neither, what is chosen holds until the page is left.
  const chosen = {};
  const kept = (name) => {
    try {
      return localStorage.getItem(name) ?? chosen[name];
    } catch {
      return chosen[name] ?? document.cookie.split("; ").find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
    }
  };
  const keep = (name, value) => {
    chosen[name] = value;
    try {
      localStorage.setItem(name, value);
    } catch {
      document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR}; Secure; SameSite=None; Partitioned`;
    }
  };
  const usesLetters = () => kept(SETTING) !== "off";
  const setLetters = (isOn) => keep(SETTING, isOn ? "on" : "off");
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
  window.staffKeys = { kept, keep, usesLetters, setLetters, isTyping, onLetter };
})();
