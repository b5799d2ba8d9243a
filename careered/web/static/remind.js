// The page of reminders while staff type: what each pupil reads, and how many are ticked. Without it the page that
// comes after sending is right all the same. The words in braces: feedback/reminder_text.py fills them in the same way.
(() => {
  const form = document.getElementById("remind");
  if (!form) return;
  const text = form.elements.text, words = text.dataset;
  const without = (said, word) => said.replaceAll(` ${word}`, "").replaceAll(word, "");
  const put = (said, word, value) => (value ? said.replaceAll(word, value) : without(said, word));
  const forEverybody = () => {
    const own = (part) => [words.lesson, words.minutes, words.carryingOn].some((word) => part.includes(word));
    return without(text.value.split("\n\n").filter((part) => !own(part)).join("\n\n"), words.name);
  };
  const forOne = (id) => {
    const pupil = form.querySelector(`[data-pupil="${CSS.escape(id)}"]`);
    const lesson = pupil.querySelector("select").selectedOptions[0].dataset;
    const onward = "begun" in lesson ? words.leftOff : words.atAnyTime;
    const said = put(put(text.value, words.name, pupil.dataset.name), words.lesson, lesson.title);
    return put(put(said, words.minutes, lesson.minutes), words.carryingOn, onward);
  };
  const fill = () => {
    for (const place of form.querySelectorAll("[data-fill]")) {
      const said = place.dataset.fill === "everybody" ? forEverybody() : forOne(place.dataset.fill);
      if (place.matches("textarea")) place.value = said + place.dataset.ending;
      else place.textContent = said;
    }
    const ticked = form.querySelectorAll("[name=pupil]:checked").length, press = form.querySelector("[data-ticked]");
    if (press) press.textContent = ticked === 1 ? press.dataset.one : press.dataset.several.replace("#", ticked);
  };
  form.addEventListener("input", fill);
  fill();
})();
