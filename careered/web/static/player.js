// The player with a script: Enter leads on from anywhere on a card that has no field in use. (Focus, one press a
// request: app.js.) Without it everything works by Tab and Enter.
document.addEventListener("keydown", (event) => {
  const isPlain = event.key === "Enter" && !event.defaultPrevented && !event.isComposing && !event.repeat;
  if (!isPlain || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("a, button, input, select, textarea, summary, [popover]")) return;
  document.querySelector("[data-next]")?.click();
});
