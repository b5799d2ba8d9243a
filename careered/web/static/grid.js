// Arrow keys, Home and End lead through the grid: from a pupil's name or a column's head, cell by cell.
(() => {
  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const inside = (cell) => cell.querySelector("a, button") || Object.assign(cell, { tabIndex: -1 });
  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.("table.grid :is(td, th)");
    if (!cell || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { rows } = cell.closest("table"), { cells } = cell.parentElement, move = MOVES[event.key];
    const end = { Home: cells[0], End: cells[cells.length - 1] }[event.key];
    const next = move ? rows[cell.parentElement.rowIndex + move[0]]?.cells[cell.cellIndex + move[1]] : end;
    if (!next) return;
    event.preventDefault();
    inside(next).focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
})();
