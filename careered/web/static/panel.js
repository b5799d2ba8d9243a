// What is open beside the grid: at which side it stands, whom it changes, and how many that are.
(() => {
  const one = (what, within = document) => within.querySelector(what);
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const panel = one("[data-panel]");
  if (!panel || !one("table.grid")) return;
  const choices = all("[data-will]", panel);
  const chosen = () => choices.find((choice) => choice.checked);
  const left = () => new Set(all("[name=pupil]:checked", panel).map((box) => box.value));
  const changed = () => {
    const ids = left(), will = chosen()?.dataset.will.split(" ");
    return choices.length && !will ? [] : [...ids].filter((id) => !will || will.includes(id));
  };

  // Dashed tiles: whom the panel changes.
  const dash = () => {
    const column = panel.dataset.column ?? chosen()?.dataset.column;
    if (!one("[name=pupil]", panel)) return;
    const paths = new Set(changed().map((id) => `/teacher/pupil/${id}/cell/${column}`));
    for (const tile of all("table.grid a.tile")) tile.classList.toggle("will", paths.has(tile.pathname));
  };
  // Numbers stay true: of those who are ticked still, whom each sentence is about. One that is about nobody any more is
  // not said, but for the first.
  const count = () => {
    const ids = left(), choice = chosen(), number = choice ? changed().length : ids.size;
    for (const words of all("[data-many]", panel)) {
      const of = words.dataset.of?.split(" "), now = of ? of.filter((id) => ids.has(id)).length : number;
      words.textContent = now === 1 ? words.dataset.one : words.dataset.many.replace("#", now);
      words.hidden = !now && words.matches(".changes > * + *");
    }
    if (!one("[data-choice]", panel)) return;
    one(".will-do", panel).hidden = !choice;
    one("[data-choice]", panel).textContent = choice ? one("[data-label]", choice.parentElement).textContent : "";
    const days = all("#day, #last_day", panel).map((field) => field.value.trim()).filter(Boolean);
    if (days.length) one("[data-day]", panel).textContent = days.join("–");
  };
  // The ways of a sheet without script to hide a number that does not hold any more.
  const keepNumbers = () => {
    for (const words of all(".for-some", panel)) words.remove();
    for (const words of all(".for-all", panel)) words.classList.remove("for-all");
  };

  // Beside a narrow grid the panel lies over the last cells: over the names instead, where it hides fewer of those that it
  // is about: the open cell, the column of the panel or of the choice that is made, else of each that can be. This is
  // settled when it opens, so that a panel never leaves the hand that fills it in.
  const columnOf = (way) => way.value || (way.href && new URL(way.href).searchParams.get("column"));
  const headOf = (column) => all("table.grid thead :is(a, button)").find((way) => columnOf(way) === column);
  const subjects = panel.dataset.column ? [panel] : chosen() ? [chosen()] : choices;
  const uncover = () => {
    const about = [one("table.grid .tile.at"), ...subjects.map(({ dataset }) => headOf(dataset.column))].filter(Boolean);
    panel.classList.remove("over-names");
    const { left: edge, width } = panel.getBoundingClientRect();
    const boxes = about.map((cell) => cell.getBoundingClientRect());
    const hidden = boxes.filter((box) => box.right > edge).length, hiddenThere = boxes.filter((box) => box.left < width).length;
    panel.classList.toggle("over-names", hidden > hiddenThere);
  };

  const follow = () => (dash(), count());
  keepNumbers();
  uncover();
  follow();
  window.addEventListener("resize", uncover);
  panel.addEventListener("input", ({ target }) => {
    follow();
    if (target.matches("[data-will]")) target.closest(".choice").scrollIntoView({ block: "nearest" }); // with what is said of it
  });
  document.addEventListener("htmx:after:swap", dash);
})();
