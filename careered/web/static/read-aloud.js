// Read aloud, by a voice that the device itself has: the words of a page go to nobody. Offered once the page was touched,
// and only where a voice speaks its language. One sentence an utterance; without an event for a while Chrome falls
// silent (after some 15 seconds), so it is nudged before. Leaving the page ends it.
(() => {
  const NUDGE_AFTER = 12000;
  const synthesis = window.speechSynthesis;
  const row = () => document.querySelector("[data-read-aloud]"); // each card brings its own
  const stopButton = () => document.querySelector("[data-stop-reading]");
  if (!synthesis || !row()) return;
  const lang = document.documentElement.lang;
  let sentences = [];
  let timer = 0;

  const voice = () =>
    synthesis.getVoices().find((one) => one.localService && one.lang.toLowerCase().split(/[-_]/)[0] === lang);
  const offer = () => (row().closest("li").hidden = !voice());

  const split = (text) => {
    if (!Intl.Segmenter) return text.match(/[^.!?]+[.!?]*\s*/g) ?? [];
    return Array.from(new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text), (part) => part.segment);
  };
  const words = () =>
    [...document.querySelectorAll("main .card, main .say")]
      .flatMap((part) => part.innerText.split("\n"))
      .flatMap(split)
      .map((sentence) => sentence.trim())
      .filter(Boolean);

  const show = (isReading) => {
    stopButton().hidden = !isReading;
    row().setAttribute("aria-pressed", String(isReading));
  };
  const stop = () => {
    clearTimeout(timer);
    sentences = [];
    synthesis.cancel();
    show(false);
  };
  const watch = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!synthesis.speaking) return next();
      synthesis.pause();
      synthesis.resume();
      watch();
    }, NUDGE_AFTER);
  };
  const next = () => {
    const sentence = sentences.shift();
    if (!sentence) return stop();
    const utterance = new SpeechSynthesisUtterance(sentence);
    Object.assign(utterance, { lang, voice: voice(), onboundary: watch, onend: next, onerror: stop });
    synthesis.speak(utterance);
    watch();
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-stop-reading]")) return stop();
    if (!event.target.closest("[data-read-aloud]")) return;
    const isReading = !stopButton().hidden;
    stop();
    document.getElementById("menu").hidePopover?.();
    if (isReading) return;
    sentences = words();
    show(true);
    next();
  });
  addEventListener("pagehide", stop);
  document.addEventListener("htmx:after:swap", () => {
    stop(); // another card has taken the place (player.js)
    offer();
  });
  document.addEventListener("submit", stop);
  for (const first of ["pointerdown", "keydown"]) document.addEventListener(first, offer, { once: true });
  synthesis.addEventListener?.("voiceschanged", () => row().closest("li").hidden || offer());
  synthesis.cancel(); // a page before may have been left while it was read
})();
