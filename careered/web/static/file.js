// A file that takes longer than a second: the page says so until it has come. Without a script the browser shows it.
(() => {
  const NOTE_AFTER = 1000;
  const ASK_EVERY = 2000;
  const status = document.getElementById("status");
  const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}");
  const showProgress = async () => {
    const answer = await fetch("/working", { headers }).catch(() => null);
    const words = answer?.status === 200 ? await answer.text() : "";
    if (status.textContent !== words) status.textContent = words;
    if (words) setTimeout(showProgress, ASK_EVERY);
  };
  const watch = (event, selector) =>
    document.addEventListener(event, ({ target }) => target.closest?.(selector) && setTimeout(showProgress, NOTE_AFTER));
  watch("click", "a[data-file]");
  watch("submit", "form[data-file]");
})();
