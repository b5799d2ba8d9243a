// Keys of the desk: J and K go to the next row and the one before, S puts it off. Off while typing; the switch turns all off.
(() => {
  const rows = [...document.querySelectorAll(".queue > .item")];
  const place = () => rows.findIndex((row) => row.contains(document.activeElement));
  const go = (step) => {
    const row = rows[Math.max(0, place() + step)];
    (row?.querySelector(".acts :is(a, button)") ?? row?.querySelector("a, button"))?.focus();
  };
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    s: () => rows[place()]?.querySelector("form[action$='/postpone'] button")?.click(),
  };
  // Opened to be answered; what may speak of need is read before anything is written. Going to the "#open" of the address
  // takes the focus away once more while the page loads.
  const write = () => {
    const field = document.querySelector("#open [aria-invalid], #open:not(.urgent) textarea"); // or what was refused
    if (document.activeElement === document.body) field?.focus({ preventScroll: !field.ariaInvalid });
  };
  write();
  addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(write)));
  window.staffKeys.onLetter((letter) => keys[letter]?.());
})();
