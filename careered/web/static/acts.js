// Keys of staff's pages: Z undoes the last act while its message stands, Ctrl + Enter presses the button that says so (panels: grid.js).
(() => {
  const { usesLetters, isTyping } = window.staffKeys;
  const undoButton = () => {
    const button = document.querySelector(".toast [data-undo]");
    return button?.checkVisibility?.({ visibilityProperty: true }) === false ? null : button;
  };
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.altKey) return;
    const hasModifier = event.ctrlKey || event.metaKey;
    const isLetter = !hasModifier && event.key.toLowerCase() === "z" && !isTyping(event.target) && usesLetters();
    const button = hasModifier && event.key === "Enter" ? document.querySelector("[data-do]") : isLetter ? undoButton() : null;
    if (!button) return;
    event.preventDefault();
    button.click();
  });
})();
