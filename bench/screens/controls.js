// What a card's form can post, in the order of the page; of buttons first the one that leads on. An interface of bench/screens/answers.py: Control.
() => {
  const next = document.querySelector("main form [data-next]");
  if (!next) return [];
  const replies = next.name ? [...next.form.querySelectorAll(`button[name="${next.name}"]`)].filter((one) => one.className === next.className) : [];
  const fields = [...next.form.elements].filter((one) => one.name && one.type !== "submit" && one.type !== "button" && !one.disabled);
  replies.sort((one, other) => other.hasAttribute("data-next") - one.hasAttribute("data-next"));
  return [...fields, ...replies].map((one) => ({
    name: one.name,
    type: one.type,
    values: one.type === "select-one" ? [...one.options].map((option) => option.value).filter(Boolean) : [one.value],
  }));
}
