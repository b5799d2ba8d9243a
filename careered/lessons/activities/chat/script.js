// chat: Enter leads to the replies, where one is chosen on purpose; the player's Enter would take the first of them.
const replies = document.querySelector(".replies");

function leadToReplies(event) {
  if (!replies.isConnected) return document.removeEventListener("keydown", leadToReplies, { capture: true }); // another card is here
  if (event.key !== "Enter" || event.target.closest("a, button, input, select, summary, [popover]")) return;
  event.preventDefault();
  replies.querySelector("button").focus({ preventScroll: true });
}

if (replies) document.addEventListener("keydown", leadToReplies, { capture: true }); // before the player's
