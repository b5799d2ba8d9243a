// One screen as a pupil sees it now. An interface of bench/screens/walk.py: Measured.
() => {
  const main = document.querySelector("main");
  const isShown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest(".hidden");
  // Labels inside drawings (a map's stops are such), the button, signs and the hour of saving are no words to read.
  const OUTSIDE = "svg, script, style, template, select, .go, .art.map, [aria-hidden=true], [data-draft-state]";

  const texts = [];
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (text && !parent.closest(OUTSIDE) && isShown(parent) && !parent.matches("details:not([open])")) texts.push(text);
  }

  function isInView(control) {
    const box = control.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth && control.contains(top);
  }
  const isPicture = (element) => {
    const box = element.getBoundingClientRect();
    return isShown(element) && box.width >= 60 && box.height >= 60;
  };
  function runsOut(drawing) { // but for grounds and whole drawings that are cropped on purpose (.bleeds)
    const frame = drawing.getBoundingClientRect();
    const shapes = [...drawing.querySelectorAll("rect, circle, path, text")].filter((shape) => !shape.closest("clipPath, defs, .bleeds"));
    return shapes.some((shape) => {
      const box = shape.getBoundingClientRect();
      return box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2;
    });
  }
  const marked = [...main.querySelectorAll("[data-next]")].map((next) => (next.matches("a, button") ? next : [...next.querySelectorAll("a, button")].at(-1)));
  const boxes = [...main.querySelectorAll("textarea, input[type=text]")].filter(isShown);
  return {
    card: main.dataset.card ?? "",
    kind: main.dataset.kind ?? "",
    verdict: main.dataset.verdict ?? "",
    texts,
    in_view: marked.length > 0 && isInView(marked[0]),
    leads_on: marked.length,
    boxes: boxes.map((box) => box.name),
    has_picture: [...main.querySelectorAll("img, svg, article.post")].some(isPicture),
    visits: [...main.querySelectorAll("[data-visit]")].filter(isShown).map((link) => link.dataset.visit),
    runs_out: [...main.querySelectorAll("svg")].filter(isPicture).some(runsOut),
    scrolls_sideways: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  };
}
