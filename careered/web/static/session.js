// The page and its session.
(() => {
  const field = document.querySelector("[name=session]");
  const token = field?.value;

  // Back to a page that the browser had kept whole: it hides itself as it goes, and shows itself again only while its
  // session still is one. Otherwise it is asked for anew, and the server says who may see it.
  const isLive = () =>
    fetch("/session", { headers: { "X-Careered-Session": token } }).then(({ ok }) => ok, () => false);
  const hide = (hidden) => (document.documentElement.hidden = hidden);
  window.addEventListener("pagehide", ({ persisted }) => hide(persisted));
  window.addEventListener("pageshow", async ({ persisted }) => {
    if (!persisted) return;
    if (await isLive()) hide(false);
    else location.replace(location.pathname + location.search);
  });

  // A cookie that is gone since this page came (Safari drops some, and people clear them): a link then takes the session
  // along as forms do. A cookie without a secret tells, for it comes and goes with that of the session.
  const isCookieKept = () => {
    try {
      return document.cookie.includes("__Host-careered-kept=");
    } catch {
      return false; // a sandboxed frame
    }
  };
  const goWithSession = (action) => {
    const form = Object.assign(document.createElement("form"), { method: "post", action });
    form.append(field.cloneNode());
    document.body.append(form);
    form.submit();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const isElsewhere = !link || link.origin !== location.origin || link.target || link.getAttribute("href").startsWith("#");
    const isOtherwise = event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey;
    if (isElsewhere || isOtherwise || !field || isCookieKept()) return;
    event.preventDefault();
    goWithSession(link.href);
  });
})();
