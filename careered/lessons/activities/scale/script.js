// scale: one statement after the other, and its petal grows at once. Without this all of them stand there as radios.
const statements = document.querySelector("[data-statements]");
const statementRows = statements ? [...statements.querySelectorAll("fieldset")] : [];
const flower = document.querySelector("[data-flower]");
const previousButton = document.querySelector("[data-previous]");
const nextButton = document.querySelector("[data-next]");
const lastWord = nextButton?.textContent;
let shownRow = Math.max(0, statementRows.findIndex((row) => !row.querySelector("input:checked")));

const chosenIn = (row) => row.querySelector("input:checked");
const isLast = () => shownRow === statementRows.length - 1;

function drawPetals() {
  const petals = flower.querySelectorAll(".petal");
  const answers = [];
  statementRows.forEach((row, index) => {
    const chosen = chosenIn(row);
    if (!chosen) return;
    petals[index].setAttribute("transform", chosen.dataset.petal);
    answers.push(`${row.dataset.name}: ${chosen.closest("label").textContent.trim()}`);
  });
  const words = answers.length ? `${flower.dataset.flower}: ${answers.join(", ")}` : flower.dataset.flower;
  flower.querySelector("svg").setAttribute("aria-label", words);
}

function showStatement() {
  statementRows.forEach((row, index) => { row.hidden = index !== shownRow; });
  flower.querySelectorAll("text").forEach((name, index) => name.classList.toggle("on", index === shownRow));
  previousButton.hidden = shownRow === 0;
  nextButton.textContent = isLast() ? lastWord : statements.dataset.nextWord;
  if (chosenIn(statementRows[shownRow])) nextButton.removeAttribute("aria-disabled");
  else nextButton.setAttribute("aria-disabled", "true");
}

function moveTo(index) {
  shownRow = index;
  showStatement();
  (chosenIn(statementRows[index]) ?? statementRows[index].querySelector("input")).focus({ preventScroll: true });
}

if (statements) {
  statements.classList.add("deck");
  flower.classList.add("art");
  flower.hidden = false;
  drawPetals();
  showStatement();
  statements.addEventListener("change", () => { drawPetals(); showStatement(); });
  previousButton.addEventListener("click", () => moveTo(shownRow - 1));
  nextButton.addEventListener("click", (event) => { // Enter on a radio comes here too
    const isChosen = chosenIn(statementRows[shownRow]);
    if (isChosen && isLast()) return;
    event.preventDefault();
    if (isChosen) moveTo(shownRow + 1);
    else document.querySelector("#status").textContent = statements.dataset.missing;
  });
}
