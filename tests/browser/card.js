// Fills in the form of a card by its native inputs, shown or not (a script may show them one after the other). Whether there is one.
(text) => {
  const next = document.querySelector("main form button[data-next]");
  if (!next) return false;
  const fields = [...next.form.elements].filter((field) => field.name && !field.disabled);
  const changes = (field) => ["input", "change"].forEach((kind) => field.dispatchEvent(new Event(kind, { bubbles: true })));
  const taken = new Set();
  for (const field of fields) {
    const isTicked = fields.some((other) => other.name === field.name && other.checked);
    if (["radio", "checkbox"].includes(field.type) && !isTicked) field.checked = true;
    else if (field.type === "select-one") {
      const free = [...field.options].find((option) => option.value && !taken.has(option.value));
      field.value = free.value;
      taken.add(free.value);
    } else if (["text", "textarea"].includes(field.type) && field.checkVisibility() && !field.value) field.value = text;
    else continue;
    changes(field);
  }
  const isBeforeLast = () => document.querySelector("[data-statements] fieldset:last-of-type")?.hidden; // of a scale
  for (let left = fields.length; left && (next.ariaDisabled === "true" || isBeforeLast()); left--) next.click(); // to the next one
  return true;
}
