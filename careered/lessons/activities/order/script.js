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
