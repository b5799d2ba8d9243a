// Does one page of a lesson from inside it: fills it in and presses what leads on. What is wrong with the page, in words.
([correct, text]) => {
  const wrong = [];
  const root = document.documentElement;
  const touch = (element) => {
    element.scrollIntoView({ block: "center", behavior: "instant" });
    const { x, y, width, height } = element.getClientRects()[0] ?? new DOMRect();
    const touched = document.elementFromPoint(x + width / 2, y + height / 2);
    const isReached = touched && (element.contains(touched) || touched.closest("label")?.control === element);
    if (!isReached) wrong.push(`out of reach: ${element.outerHTML}`);
    return isReached && !element.disabled;
  };
  const write = (field) => {
    if (!touch(field)) return;
    field.focus();
    field.value = text;
    for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
  };
  const tick = (boxes) => {
    const wanted = boxes.find((box) => (correct[box.name] ?? box.value) === box.value);
    if (wanted && !wanted.checked && touch(wanted)) wanted.click();
    if (!wanted?.checked) wrong.push(`not ticked: ${boxes[0].name}`);
  };
  const fill = (form) => {
    const fields = [...form.querySelectorAll("textarea, input[type=text]")];
    fields.filter((field) => field.checkVisibility() && !field.value).forEach(write);
    const boxes = [...form.querySelectorAll("input[type=radio], input[type=checkbox][name^=task_]")];
    for (const name of new Set(boxes.map((box) => box.name))) tick(boxes.filter((box) => box.name === name));
  };

  if (root.scrollWidth > root.clientWidth) wrong.push("scrolls sideways");
  if (document.querySelector("[data-code]")) wrong.push(`refused: ${document.querySelector("main").innerText}`);
  const next = document.querySelectorAll("[data-next]");
  if (next.length !== 1) wrong.push(`${next.length} things lead on`);
  if (wrong.length) return wrong;
  if (next[0].tagName === "FORM") fill(next[0]);
  const button = next[0].tagName === "FORM" ? [...next[0].querySelectorAll("button")].pop() : next[0];
  if (touch(button) && !wrong.length) button.click();
  return wrong;
}
