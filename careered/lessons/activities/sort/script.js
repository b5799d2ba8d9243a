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
