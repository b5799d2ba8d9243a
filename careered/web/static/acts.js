// Keys of staff's pages: / finds a pupil on the desk, Z undoes the last act while its message stands, Ctrl + Enter presses the button that says so (panels: grid.js).
(() => {
  document.querySelector("[data-in-view]")?.scrollIntoView({ block: "nearest" }); // the chosen line of a list that scrolls
  // The message has had its minute: the line that it had is the page's again.
  document.addEventListener("animationend", ({ target }) => target.matches?.("body > .toast") && target.remove());
  const { usesLetters, isTyping } = window.staffKeys;
  const undoButton = () => {
    const button = document.querySelector(".toast [data-undo]");
    return button?.checkVisibility?.({ visibilityProperty: true }) === false ? null : button;
  };
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.altKey) return;
    const find = event.key === "/" && !isTyping(event.target) && usesLetters() && document.querySelector("#find");
    if (find) return event.preventDefault(), find.focus();
    const hasModifier = event.ctrlKey || event.metaKey;
    const isLetter = !hasModifier && event.key.toLowerCase() === "z" && !isTyping(event.target) && usesLetters();
    const button = hasModifier && event.key === "Enter" ? document.querySelector("[data-do]") : isLetter ? undoButton() : null;
    if (!button) return;
    event.preventDefault();
    button.click();
  });
})();
