// sort: one item in hand after the other, and the groups are buttons in the bar. All items are radios in the page;
// without this they stand there at once, and with it once more for a look before they are checked.
const deck = document.querySelector("[data-deck]");
const rows = deck ? [...deck.querySelectorAll("fieldset")] : [];
const groups = document.querySelector("[data-groups]");
const undo = document.querySelector("[data-undo]");
const check = document.querySelector(".bar .go");
const firstOpen = () => {
  const index = rows.findIndex((row) => !row.querySelector("input:checked"));
  return index < 0 ? rows.length : index;
};
let inHand = firstOpen();

function showInHand() {
  const isSorted = inHand >= rows.length;
  deck.classList.toggle("deck", !isSorted);
  rows.forEach((row, index) => { row.hidden = !isSorted && index !== inHand; });
  deck.querySelector(".dots").hidden = groups.hidden = isSorted;
  deck.querySelectorAll(".dots i").forEach((dot, index) => { dot.className = index < inHand ? "done" : index === inHand ? "here" : ""; });
  undo.hidden = isSorted || inHand === 0;
  check.toggleAttribute("data-next", isSorted);
  groups.firstElementChild.toggleAttribute("data-next", !isSorted);
  if (!isSorted) groups.setAttribute("aria-label", rows[inHand].querySelector("legend").textContent.trim());
}

function moveTo(index) {
  inHand = index;
  showInHand();
  if (inHand >= rows.length) return check.focus({ preventScroll: true });
  document.querySelector("#status").textContent = `${groups.getAttribute("aria-label")} (${inHand + 1} / ${rows.length})`;
}

function putInto(group) {
  [...rows[inHand].querySelectorAll("input")].find((radio) => radio.value === group).checked = true;
  moveTo(firstOpen());
}

function takeBack() {
  for (const radio of rows[inHand - 1].querySelectorAll("input")) radio.checked = false;
  moveTo(inHand - 1);
  if (undo.hidden) groups.firstElementChild.focus({ preventScroll: true });
}

// Enter leads to the groups, where one is chosen on purpose; the player's Enter would take the first of them.
function leadToGroups(event) {
  if (!deck.isConnected) return document.removeEventListener("keydown", leadToGroups, { capture: true }); // another card is here
  if (event.key !== "Enter" || groups.hidden) return;
  if (event.repeat && groups.contains(event.target)) return event.preventDefault(); // a key held down is one press
  if (event.target.closest("a, button, input, select, summary, [popover]")) return;
  event.preventDefault();
  groups.firstElementChild.focus({ preventScroll: true });
}

if (rows.length > 1 && inHand < rows.length) {
  showInHand();
  groups.addEventListener("click", ({ target }) => { if (target.value) putInto(target.value); });
  undo.addEventListener("click", takeBack);
  deck.addEventListener("change", () => { if (!groups.hidden) moveTo(firstOpen()); }); // by whoever fills in forms
  document.addEventListener("keydown", leadToGroups, { capture: true }); // before the player's
}
