// chat: Enter leads to the replies, where one is chosen on purpose; the player's Enter would take the first of them.
document.addEventListener("keydown", (event) => {
  const reply = document.querySelector(".replies button");
  if (!reply || event.key !== "Enter" || event.target.closest("a, button, input, select, summary, [popover]")) return;
  event.preventDefault();
  reply.focus({ preventScroll: true });
}, { capture: true }); // before the player's
