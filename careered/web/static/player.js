// The player with a script: Enter leads on from anywhere on a card that has no field in use. (Focus, one press a
// request: app.js.) Without it everything works by Tab and Enter.
document.addEventListener("keydown", (event) => {
  const isPlain = event.key === "Enter" && !event.defaultPrevented && !event.isComposing && !event.repeat;
  if (!isPlain || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("a, button, input, select, textarea, summary, [popover]")) return;
  document.querySelector("[data-next]")?.click();
});

// sort: one item in hand after the other. All of them are radios in the page; without this they stand there at once.
const deck = document.querySelector("[data-deck]");
const rows = deck ? [...deck.querySelectorAll("fieldset")] : [];
const deckButton = document.querySelector("[data-next]");
let inHand = rows.findIndex((row) => !row.querySelector("input:checked"));

const isSorted = () => inHand >= rows.length;
const chosenIn = (row) => row.querySelector("input:checked");

function showInHand() {
  deck.classList.toggle("deck", !isSorted());
  rows.forEach((row, index) => { row.hidden = !isSorted() && index !== inHand; });
  deck.querySelector("[data-undo]").hidden = inHand === 0;
  if (isSorted()) deckButton.removeAttribute("aria-disabled");
  else deckButton.setAttribute("aria-disabled", "true");
}

function moveTo(index) {
  inHand = index;
  showInHand();
  (isSorted() ? deckButton : rows[inHand].querySelector("input")).focus({ preventScroll: true });
}

if (rows.length > 1 && inHand >= 0) {
  showInHand();
  deck.addEventListener("click", (event) => {
    const isPointer = event.detail > 0; // the arrow keys click too, and must be free to choose
    if (event.target.matches("input") && isPointer && !isSorted()) moveTo(inHand + 1);
    if (event.target.closest("[data-undo]")) moveTo(Math.min(inHand, rows.length) - 1);
  });
  deck.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || isSorted() || !chosenIn(rows[inHand])) return;
    event.preventDefault();
    moveTo(inHand + 1);
  });
  deckButton.addEventListener("click", (event) => {
    if (isSorted()) return;
    event.preventDefault();
    if (chosenIn(rows[inHand])) moveTo(inHand + 1);
    else document.querySelector("#status").textContent = deck.dataset.missing;
  });
}

// order: tap the items in order. Each has a list of numbers in the page, which the keyboard uses; a tap fills it in.
const tapped = document.querySelector("[data-tap]");

function showPlaces() {
  for (const row of tapped.querySelectorAll(".pick")) {
    const place = row.querySelector("select").value;
    row.querySelector(".no").textContent = place;
    row.classList.toggle("placed", place !== "");
  }
}

function nextPlace() {
  const lists = [...tapped.querySelectorAll("select")];
  const free = [...lists[0].options].map((option) => option.value).filter((place) => place !== "");
  return free.find((place) => !lists.some((list) => list.value === place)) ?? "";
}

if (tapped) {
  tapped.classList.add("tapped");
  for (const number of tapped.querySelectorAll(".no")) number.hidden = false;
  showPlaces();
  tapped.addEventListener("change", showPlaces);
  tapped.addEventListener("click", (event) => {
    const list = event.target.closest(".pick")?.querySelector("select");
    if (!list) return;
    event.preventDefault(); // the label would open the list
    list.value = list.value === "" ? nextPlace() : "";
    showPlaces();
  });
}
