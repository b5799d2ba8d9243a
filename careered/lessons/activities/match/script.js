// match: tap one, then its partner. Each item has a list of partners in the page, which the keyboard uses; taps fill it in.
const matching = document.querySelector("[data-match]");
const items = matching ? [...matching.querySelectorAll("label")] : [];
const partners = matching ? [...matching.querySelectorAll("[data-partner]")] : [];
let held = null;

const listOf = (item) => item.querySelector("select");
const itemOf = (partner) => items.find((item) => listOf(item).value === partner.dataset.partner);

function mark(side, number) {
  if (number) side.dataset.pair = number;
  else delete side.dataset.pair;
  side.classList.toggle("held", side === held);
}

function showPairs() {
  for (const item of items) mark(item, listOf(item).value && item.dataset.number);
  for (const partner of partners) mark(partner, itemOf(partner)?.dataset.number);
  matching.classList.toggle("unfinished", items.some((item) => listOf(item).value === ""));
}

function part(side) {
  const item = items.includes(side) ? side : itemOf(side);
  if (item) listOf(item).value = "";
}

function tap(side) {
  const completes = held !== null && items.includes(held) !== items.includes(side);
  part(side);
  if (completes) {
    const [item, partner] = items.includes(held) ? [held, side] : [side, held];
    listOf(item).value = partner.dataset.partner;
  }
  held = completes || side === held ? null : side;
  showPairs();
}

if (matching) {
  matching.classList.add("tapped");
  for (const shown of matching.querySelectorAll("[hidden]")) shown.hidden = false;
  showPairs();
  matching.addEventListener("change", showPairs);
  matching.addEventListener("click", (event) => {
    const side = event.target.closest(".side");
    if (!side) return;
    event.preventDefault(); // the label would open the list
    tap(side);
  });
}
