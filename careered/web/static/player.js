// The player with a script: Enter leads on, the next card takes this one's place, and what is pressed while the line is
// lost goes when it is back. Without it everything works by pages and forms. No storage: frames allow none.
(() => {
  const BUSY_AFTER = 250, SLOW_AFTER = 4000, GIVE_UP_AFTER = 30000, LONGEST_WAIT = 15000, PARTS_AFTER = 5000; // milliseconds
  let shown = location.pathname + location.search; // the address of the card in view
  let ahead = null; // the next card, asked for while this one is read
  let underway = null; // the form or link that waits for its answer
  let tryNow = null; // ends the wait for the next try
  let starts = 0; // of activities' scripts: each card starts them anew

  document.addEventListener("keydown", (event) => {
    const isPlain = event.key === "Enter" && !event.defaultPrevented && !event.isComposing && !event.repeat;
    if (!isPlain || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("a, button, input, select, textarea, summary, [popover]")) return;
    document.querySelector("[data-next]")?.click();
  });

  const ask = async (url, options = {}) => {
    const answer = await fetch(url, { ...options, signal: AbortSignal.timeout?.(GIVE_UP_AFTER) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { page, url: answer.url, status: answer.status, wasRedirected: answer.redirected };
  };
  // A card whose links are links: where no cookie is kept, pages travel by forms.
  const isCard = ({ page }) => page.querySelector("main[data-card]") && !page.querySelector(".head form");

  // What is said about the line, and the button's word while something is under way.
  const say = (state) => {
    const place = document.querySelector("[data-line]");
    if (place) place.textContent = place.dataset[state] ?? "";
  };
  const makeBusy = (button) => {
    const word = document.querySelector("[data-line]")?.dataset.sending;
    if (!button || !word) return () => {};
    const before = [...button.childNodes];
    button.setAttribute("aria-disabled", "true");
    const timer = setTimeout(() => {
      button.replaceChildren(document.createElement("i"), word);
      button.classList.add("busy");
    }, BUSY_AFTER);
    return () => {
      clearTimeout(timer);
      if (button.classList.contains("busy")) button.replaceChildren(...before);
      button.classList.remove("busy");
      button.removeAttribute("aria-disabled");
    };
  };
  const lineIsBack = (tries) =>
    new Promise((done) => {
      tryNow = done;
      window.addEventListener("online", done, { once: true });
      setTimeout(done, Math.min(LONGEST_WAIT, 1000 * 2 ** tries));
    });
  const untilAnswered = async (request, button) => {
    for (let tries = 0; ; tries += 1) {
      const isReady = makeBusy(button);
      const slow = setTimeout(say, SLOW_AFTER, "slow");
      const answer = await request().catch(() => null);
      clearTimeout(slow);
      isReady();
      if (answer && answer.status < 502) return answer;
      say(answer ? "slow" : "offline");
      await lineIsBack(tries);
    }
  };

  const loadStyle = (link) =>
    new Promise((done) => {
      link.onload = link.onerror = done;
      document.head.append(link);
    });
  // A card's sheets and scripts, which it can do without: one that never comes holds up nobody.
  const inTime = (parts) => Promise.race([Promise.allSettled(parts), new Promise((done) => setTimeout(done, PARTS_AFTER))]);
  const replace = async ({ page }) => {
    const styles = [...page.querySelectorAll("head link[rel=stylesheet]")];
    const scripts = [...page.querySelectorAll("head script[type=module]")].map(({ src }) => src);
    const isNew = ({ href }) => ![...document.styleSheets].some((sheet) => sheet.href === href);
    await inTime([...styles.filter(isNew).map(loadStyle), ...scripts.map((src) => fetch(src))]);
    for (const part of [".player", "#menu"]) document.querySelector(part).replaceWith(page.querySelector(part));
    document.title = page.title;
    window.scrollTo(0, 0);
    const bar = document.querySelector(".bar").getBoundingClientRect(); // where it follows the card, its top comes first
    if (document.getElementById("answer") && bar.bottom > innerHeight) window.scrollTo(0, bar.top);
    const target = document.getElementById("main");
    document.dispatchEvent(new CustomEvent("htmx:after:swap", { detail: { ctx: { target } } })); // focus, drafts: app.js
    await inTime(scripts.map((src) => import(`${src}#${(starts += 1)}`)));
  };
  const show = async (answer, isForward) => {
    await replace(answer);
    const address = new URL(answer.url);
    if (isForward) {
      const isOther = address.pathname !== location.pathname;
      if (document.getElementById("answer")) address.hash = "answer";
      history[isOther ? "pushState" : "replaceState"](null, "", address);
    }
    shown = address.pathname + address.search;
    underway = null;
    lookAhead();
  };
  const lookAhead = () => {
    const next = document.querySelector("a[data-next]");
    ahead = next && !next.pathname.endsWith("/done") ? { url: next.href, answer: ask(next.href) } : null;
    ahead?.answer.then(
      ({ page }) => page.querySelectorAll(".player img").forEach(({ src }) => (new Image().src = src)),
      () => (ahead = null),
    );
  };

  // A link to a card: the card comes here. Whatever else it leads to is a page of its own.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-next], a.back");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.dataset.plain || !document.querySelector("main[data-card]")) return;
    event.preventDefault();
    if (underway) return tryNow?.();
    underway = link;
    const known = ahead?.url === link.href ? ahead.answer : null;
    let tries = 0;
    const answer = await untilAnswered(() => ((tries += 1) === 1 && known) || ask(link.href), link);
    if (isCard(answer)) return show(answer, true);
    underway = null;
    link.dataset.plain = "yes";
    link.click();
  });

  // An answer: sent until it has arrived. A page that is no card (an ended visit, another order) comes by itself.
  const submitPlainly = (form, submitter) => {
    if (submitter?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
    form.submit();
  };
  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || !form.matches("form.play") || document.querySelector(".head form")) return;
    event.preventDefault();
    delete form.dataset.sent; // by app.js, which waits for another page
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
    if (underway) return tryNow?.();
    underway = form;
    const answer = await untilAnswered(() => {
      const body = new URLSearchParams(new FormData(form));
      if (submitter?.name) body.append(submitter.name, submitter.value);
      return ask(form.action, { method: "POST", body });
    }, submitter);
    if (isCard(answer)) return show(answer, true);
    if (answer.wasRedirected && answer.status < 400) location.assign(answer.url);
    else submitPlainly(form, submitter);
  });

  window.addEventListener("popstate", async () => {
    if (location.pathname + location.search === shown) return; // another place on the same card
    const answer = await ask(location.href).catch(() => null);
    if (answer && isCard(answer)) show(answer, false);
    else location.reload();
  });

  if (document.querySelector("main[data-card]")) lookAhead();
  if (document.querySelector(".card.cover")) { // Back from the first card comes here again, not to the one that is open by then
    const address = new URL(location);
    address.searchParams.set("cover", "1");
    history.replaceState(null, "", address);
  }
})();
