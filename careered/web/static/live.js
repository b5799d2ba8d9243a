// A live lesson: F opens the wall, and there the whole screen; Ctrl + Enter starts the chosen lesson. What the reader has
// opened or chosen stays so when the page refreshes itself.
(() => {
  const { usesLetters, isTyping } = window.staffKeys;
  const openWall = () => {
    const link = document.querySelector("[data-wall] :is(a, button)");
    if (link) link.click();
    else if (document.fullscreenElement) document.exitFullscreen();
    else if (document.fullscreenEnabled) document.documentElement.requestFullscreen();
  };
  addEventListener("keydown", (event) => {
    const form = document.getElementById("start-lesson");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();  // Firefox would also press the field's own button
      form.requestSubmit();
    }
    if (event.key !== "f" && event.key !== "F") return;
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !usesLetters()) return;
    event.preventDefault();
    openWall();
  });
  const steps = () => document.querySelector(":is(#stage, #picks) details");
  const lesson = () => document.querySelector("#picks :checked")?.value;
  let isOpen = false, chosen;
  document.addEventListener("htmx:before:swap", () => ([isOpen, chosen] = [Boolean(steps()?.open), lesson()]));
  document.addEventListener("htmx:after:swap", () => {
    if (steps()) steps().open = isOpen;
    for (const pick of document.querySelectorAll("#picks [name=lesson]")) if (pick.value === chosen) pick.checked = true;
  });
})();
