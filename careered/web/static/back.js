// Back to a page that the browser had kept whole: it hides itself as it goes, and shows itself again only while its
// session still is one. Otherwise it is asked for anew, and the server says who may see it.
(() => {
  const token = document.querySelector("[name=session]")?.value;
  const isLive = () =>
    fetch("/session", { headers: { "X-Careered-Session": token } }).then(({ ok }) => ok, () => false);
  const hide = (hidden) => (document.documentElement.hidden = hidden);
  window.addEventListener("pagehide", ({ persisted }) => hide(persisted));
  window.addEventListener("pageshow", async ({ persisted }) => {
    if (!persisted) return;
    if (await isLive()) hide(false);
    else location.replace(location.pathname + location.search);
  });
})();
