// The grid by keys and by dragging. Everything here is also a link, a form or a check box.
(() => {
  const one = (what, within = document) => within.querySelector(what);
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const ACTS = { v: 0, k: 1, p: 2, m: 3 };
  const ticks = () => all("table.grid tbody input[type=checkbox]");
  const ticked = () => ticks().filter((tick) => tick.checked);
  let last = "", drag = null, from = null, place = null;

  // Ticks stand in the address, so that a reload and the grid's own refreshing keep them.
  const count = () => {
    const ids = ticked().map((tick) => tick.value), boxes = ticks(), everyone = one("#all"), url = new URL(location.href);
    if (one("[data-count]")) one("[data-count]").textContent = ids.length;
    if (everyone) Object.assign(everyone, { checked: ids.length > 0 && ids.length === boxes.length, indeterminate: ids.length > 0 && ids.length < boxes.length });
    if (ids.length) url.searchParams.set("tick", ids.join(","));
    else url.searchParams.delete("tick");
    if (url.href !== location.href) history.replaceState(history.state, "", url);
  };
  const setTick = (box, checked, range) => {
    const boxes = ticks(), start = boxes.findIndex((tick) => tick.value === last), end = boxes.indexOf(box);
    const span = range && start >= 0 ? boxes.slice(Math.min(start, end), Math.max(start, end) + 1) : [box];
    for (const tick of span) tick.checked = checked;
    last = box.value;
    count();
  };
  const clear = () => {
    for (const tick of ticks()) tick.checked = false;
    count();
  };
  const restore = () => {
    const ids = new Set((new URL(location.href).searchParams.get("tick") ?? "").split(","));
    for (const tick of ticks()) tick.checked = ids.has(tick.value);
    if (one("#all")) one("#all").hidden = false;
    count();
  };

  // The panel of an act for the ticked stands beside the grid, at an address of its own; where no cookie is kept the
  // form is posted, to a page of its own.
  const PANELS = { confirmed: "confirm", offline: "visit", exempt: "exempt" };
  const openPanel = (event) => {
    const panel = event.target.id === "ticked" && one("table.grid a.tile") && PANELS[event.submitter?.value];
    if (!panel) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const url = new URL(location.href);
    for (const name of ["column", "at", "done", "what"]) url.searchParams.delete(name);
    url.hash = "";
    url.pathname = one(".workplace").getAttribute("hx-get").split("?")[0];
    url.searchParams.set("do", panel);
    location.assign(url);
  };

  // One stop of the tab key: the cell, head or foot that had the focus last, first a tile. Who has switched the letters
  // off ticks by tabbing to the box. Without this script each link is a stop.
  const lastStop = () => ["[tabindex='0']:not(input)", "tbody .tile", ":is(a, button)"].map((each) => one(`table.grid ${each}`)).find(Boolean);
  const oneStop = (stop = lastStop()) => {
    for (const each of all("table.grid :is(a, button, [tabindex])")) each.tabIndex = each === stop ? 0 : -1;
    for (const box of all("table.grid .n > input")) box.tabIndex = usesLetters() ? -1 : 0;
  };
  const inside = (cell) => one("a, button", cell) ?? Object.assign(cell, { tabIndex: -1 });
  const focusCell = (cell) => {
    const target = inside(cell);
    oneStop(target);
    target.focus();
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const move = (event) => {
    const cell = event.target.closest?.("table.grid :is(td, th)");
    if (!cell || event.shiftKey) return false;
    const { rows } = cell.closest("table"), step = MOVES[event.key];
    const cells = [...cell.parentElement.cells].filter((each) => each.offsetParent);
    const end = { Home: cells[0], End: cells.at(-1) }[event.key];
    const line = step ? (rows[cell.parentElement.rowIndex + step[0]]?.cells ?? []) : [];
    // The last cell of the foot is as wide as three of a row.
    const column = step?.[0] ? Math.min(cell.cellIndex, line.length - 1) : cell.cellIndex + (step?.[1] ?? 0);
    const next = step ? line[column] : end;
    if (!next?.offsetParent) return false;
    event.preventDefault();
    focusCell(next);
    return true;
  };
  // A tile, or the head or foot of a column, by a word that holds when the page is drawn anew.
  const columnOf = (link) => new URL(link.href).searchParams.get("column");
  const wayKey = (link) => {
    if (link.matches(".tile")) return link.pathname;
    const part = columnOf(link) && link.closest("thead, tfoot");
    return part ? `${part.tagName}-${columnOf(link)}` : "";
  };
  const waysOf = (column) => all("table.grid :is(thead, tfoot) a").filter((link) => column && columnOf(link) === column);
  // Where the focus goes back to: the open cell, the head or foot of the column whose panel is open, or the first cell
  // of the first ticked row.
  const whence = () => {
    const ways = waysOf(columnOf(location)), opened = ways.find((way) => `#${wayKey(way)}` === location.hash);
    return one("table.grid a.tile.at") ?? opened ?? ways[0] ?? one("a.tile", ticked()[0]?.closest("tr") ?? document.createElement("i"));
  };
  // What a link of the grid or the drawer leads to keeps the ticks; closed, drawer and panel give the focus back.
  const carry = (event) => {
    const link = event.target.closest?.("[data-close] a, [data-step] a, table.grid a");
    if (!link || (link.closest("table") && !wayKey(link))) return;
    const cell = link.closest("[data-close]") && whence();
    const url = new URL(link.href), tick = new URL(location.href).searchParams.get("tick");
    if (tick) url.searchParams.set("tick", tick);
    if (cell) url.hash = `at=${wayKey(cell)}`;
    if (link.closest("thead, tfoot")) url.hash = wayKey(link);
    link.href = url;
  };
  const comeBack = () => {
    if (!location.hash.startsWith("#at=")) return;
    const way = all("table.grid a").find((each) => `#at=${wayKey(each)}` === location.hash);
    history.replaceState(history.state, "", location.pathname + location.search);
    if (way) focusCell(way.closest("td, th"));
  };
  const follow = (holder) => {
    const way = holder && one("a, button", holder);
    if (way) way.click();
    return Boolean(way);
  };
  const stepDrawer = (event) => {
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    return Boolean(way && event.target.closest?.("[data-panel]") && !event.target.matches("input") && follow(one(`[data-step=${way}]`)));
  };
  const letter = (event) => {
    const key = event.key.toLowerCase(), box = one("input[type=checkbox]", event.target.closest?.("table.grid tr") ?? document.createElement("i"));
    if (key === "x" && box?.id === "all") box.click();
    else if (key === "x" && box) setTick(box, !box.checked, event.shiftKey);
    else if (key in ACTS && ticked().length) all(".bar-act button")[ACTS[key]]?.click();
    else if (one(`[data-panel] [data-key="${CSS.escape(key)}"]`)) one(`[data-panel] [data-key="${CSS.escape(key)}"]`).click();
    else if (key === "/") one("#search")?.focus();
    else if (key === "?") one("#signs")?.togglePopover();
    else return;
    event.preventDefault();
  };
  // Also while typing, and on a panel that is a page of its own.
  const doIt = (event) => {
    const button = event.key === "Enter" && (event.ctrlKey || event.metaKey) && one("[data-panel] .panel-foot .primary, #panel .primary");
    if (button) event.preventDefault(), button.click();
    return Boolean(button);
  };
  const { kept, keep, usesLetters, setLetters, isTyping } = window.staffKeys;

  document.addEventListener("keydown", (event) => {
    if (doIt(event) || !one("table.grid") || isTyping(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
    if (stepDrawer(event)) return event.preventDefault();
    if (move(event)) return;
    if (event.key === "Escape" && !one(":popover-open")) return void (follow(one("[data-close]")) || clear());
    if (event.key.length === 1 && usesLetters() && one(".workplace")) letter(event);
  });
  document.addEventListener("click", (event) => {
    carry(event);
    const box = event.target.closest?.("table.grid tbody input[type=checkbox]");
    if (box) setTick(box, box.checked, event.shiftKey);
    if (event.target.closest?.("[data-clear]")) event.preventDefault(), clear();
  });
  document.addEventListener("submit", openPanel, true);
  document.addEventListener("change", (event) => {
    if (event.target.id === "all") {
      for (const tick of ticks()) tick.checked = event.target.checked;
      count();
    }
    if (event.target.id === "keys") setLetters(event.target.checked), oneStop();
    if (event.target.name === "height") keep("careered-row", event.target.value);
    if (event.target.matches("#narrow select")) event.target.form.requestSubmit();
  });
  // Dragging down the first column ticks what it passes: one gesture for neighbours.
  document.addEventListener("pointerdown", (event) => {
    from = event.pointerType === "mouse" ? event.target.closest?.("table.grid tbody .n > input") : null;
    drag = from ? !from.checked : null;
  });
  document.addEventListener("pointerover", (event) => {
    const box = from && event.buttons & 1 && one("input[type=checkbox]", event.target.closest?.("table.grid tbody th") ?? document.createElement("i"));
    if (!box || box === from) return;
    from.checked = drag;
    setTick(box, drag, false);
  });
  document.addEventListener("pointerup", () => (from = null));

  // What the reader has chosen for themselves, on this computer only.
  const start = () => {
    const height = one(`#tall-${kept("careered-row")}`);
    if (height) height.checked = true;
    if (one("#keys")) one("#keys").checked = usesLetters();
    for (const part of all(".keys")) part.hidden = false;
    const panel = one("[data-panel]"), tile = one("table.grid .tile.at"), foot = one("table.grid tfoot th");
    if (panel) one("h2", panel).focus({ preventScroll: true });
    // The page of an open cell begins at its top: the cell comes into view above the foot, and only within this window.
    const floor = foot?.offsetHeight ? foot.getBoundingClientRect().top : innerHeight;
    if (tile) scrollBy(0, Math.max(0, tile.getBoundingClientRect().bottom - floor));
    oneStop();
    comeBack();
    restore();
  };
  // What tells a row from others, also when it is drawn anew: its pupil's address; of heads and feet the part of the table.
  const rowKey = (row) => {
    const way = row.closest("tbody") && one("a, button", row.cells[0]);
    return way?.getAttribute("href") ?? way?.getAttribute("formaction") ?? row.parentElement.tagName;
  };
  document.addEventListener("htmx:before:swap", () => {
    const cell = document.activeElement?.closest?.("table.grid :is(td, th)");
    place = cell ? [rowKey(cell.parentElement), cell.cellIndex] : null;
  });
  document.addEventListener("htmx:after:swap", () => {
    oneStop();
    restore();
    const row = place && all("table.grid tr").find((each) => rowKey(each) === place[0]);
    if (row?.cells[place[1]] && document.activeElement === document.body) focusCell(row.cells[place[1]]);
  });
  if (one(".workplace")) start();
})();
