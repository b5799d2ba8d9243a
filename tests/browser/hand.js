// Does one page of a lesson from inside it: fills it in and presses what leads on. What is wrong with the page, in words.
async ([correct, text, patience]) => {
  const wrong = [];
  const root = document.documentElement;
  const under = (element) => {
    element.scrollIntoView({ block: "center", behavior: "instant" });
    const { x, y, width, height } = element.getClientRects()[0] ?? new DOMRect();
    return document.elementFromPoint(x + width / 2, y + height / 2);
  };
  const isReached = (element) => {
    const touched = under(element);
    return touched && (element.contains(touched) || touched.closest("label")?.control === element);
  };
  // While one card moves to the next (player.css) nothing in it can be touched: a person waits.
  const touch = async (element) => {
    for (let waited = 0; !isReached(element) && waited < patience; waited += 50) await new Promise((done) => setTimeout(done, 50));
    if (!isReached(element)) wrong.push(`out of reach: ${element.outerHTML} under ${under(element)?.outerHTML.slice(0, 200)}`);
    return isReached(element) && !element.disabled;
  };
  const write = async (field) => {
    if (!(await touch(field))) return;
    field.focus();
    field.value = text;
    for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
  };
  const tick = async (boxes) => {
    const wanted = boxes.find((box) => (correct[box.name] ?? box.value) === box.value);
    if (wanted && !wanted.checked && (await touch(wanted))) wanted.click();
    if (!wanted?.checked) wrong.push(`not ticked: ${boxes[0].name}`);
  };
  const fill = async (form) => {
    const fields = [...form.querySelectorAll("textarea, input[type=text]")];
    for (const field of fields.filter((field) => field.checkVisibility() && !field.value)) await write(field);
    const boxes = [...form.querySelectorAll("input[type=radio], input[type=checkbox][name^=task_]")];
    for (const name of new Set(boxes.map((box) => box.name))) await tick(boxes.filter((box) => box.name === name));
  };

  if (root.scrollWidth > root.clientWidth) wrong.push("scrolls sideways");
  if (document.querySelector("[data-code]")) wrong.push(`refused: ${document.querySelector("main").innerText}`);
  const next = document.querySelectorAll("[data-next]");
  if (next.length !== 1) wrong.push(`${next.length} things lead on`);
  if (wrong.length) return wrong;
  if (next[0].tagName === "FORM") await fill(next[0]);
  const button = next[0].tagName === "FORM" ? [...next[0].querySelectorAll("button")].pop() : next[0];
  if ((await touch(button)) && !wrong.length) button.click();
  return wrong;
}
