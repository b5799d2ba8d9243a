// A live lesson: F opens the wall, and there the whole screen; Ctrl + Enter starts the chosen lesson.
(() => {
  // Switched off under the grid's question mark. A frame may be given no storage, and says so by throwing.
  const usesLetters = () => {
    try {
      return localStorage.getItem("careered-keys") !== "off";
    } catch {
      return true;
    }
  };
  const isTyping = (target) => target.matches?.("input:not([type=radio], [type=checkbox]), textarea, select");
  const openWall = () => {
    const link = document.querySelector("[data-wall] :is(a, button)");
    if (link) link.click();
    else if (document.fullscreenElement) document.exitFullscreen();
    else if (document.fullscreenEnabled) document.documentElement.requestFullscreen();
  };
  addEventListener("keydown", (event) => {
    const form = document.getElementById("start-lesson");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    if (event.key !== "f" && event.key !== "F") return;
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !usesLetters()) return;
    event.preventDefault();
    openWall();
  });
})();
