// plan: the sentence is put together at once, as the server does after the post. What was chosen last is marked.
const sentence = document.querySelector("[data-sentence]");

function phraseOf(group) {
  const chosen = group.querySelector("input:checked");
  if (!chosen) return "…";
  const words = group.querySelector("textarea")?.value.trim().replace(/\s+/g, " ") ?? "";
  if (!("words" in chosen.dataset)) return chosen.closest("label").textContent.trim();
  if (chosen.value === ":own") return words || "…";
  const [before, after] = chosen.closest("label").textContent.trim().split("…");
  return `${before.trimEnd()} ${words || "…"}${after}`.trim();
}

function drawSentence(groups, touched) {
  if (!groups.some((group) => group.querySelector("input:checked"))) { sentence.textContent = "…"; return; }
  const ids = groups.map((group) => group.dataset.group);
  const places = sentence.dataset.sentence || ids.map((id) => `{${id}}`).join(" ");
  sentence.replaceChildren(...places.split(/(\{\w+\})/).filter(Boolean).map((piece) => {
    const group = groups[ids.indexOf(piece.replace(/[{}]/g, ""))];
    if (!group) return piece;
    const node = document.createElement(group === touched ? "mark" : "span");
    node.textContent = sentence.dataset.sentence ? phraseOf(group).replace(/\.+$/, "") : phraseOf(group); // as the server
    return node;
  }));
}

if (sentence) {
  const groups = [...document.querySelectorAll("[data-group]")];
  sentence.hidden = false;
  drawSentence(groups);
  const draw = (event, isHeard) => {
    sentence.ariaLive = isHeard ? "polite" : "off";
    drawSentence(groups, event.target.closest("[data-group]"));
  };
  // Words come into the sentence as they are typed: if it grew when their field is left, the chip would move away from under
  // the finger that presses it. Readers hear them once, when the field is left.
  const form = document.querySelector("form.play");
  form.addEventListener("input", (event) => event.target.matches("textarea") && draw(event, false));
  form.addEventListener("change", (event) => draw(event, true));
}
