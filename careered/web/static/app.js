// What pages do better with a script: keep drafts, lead the focus. (The height of the frame: frame.js.)
// Without it every page still works. No storage and no evaluation: frames and the CSP allow neither.
(() => {
  const status = document.getElementById("status");
  const announce = (text) => {
    status.textContent = "";
    setTimeout(() => (status.textContent = text), 50); // emptied first: the same words are read again
  };
  const focusOn = (element) => {
    if (!element) return;
    // The player scrolls by itself.
    if (!document.querySelector(".player")) element.scrollIntoView({ block: "nearest" });
    element.focus({ preventScroll: true });
  };

  // Drafts. One request at a time, the newest text wins. Each has a higher revision: one that comes late, or from
  // an older window, is answered with 409 and overwrites nothing.
  const KEEPALIVE_BYTES = 60000; // browsers drop larger bodies when a page goes
  const drafts = [];
  class Draft {
    constructor(form) {
      this.form = form;
      this.revision = Number(form.dataset.revision) || 0;
      this.typed = this.saved = this.failures = this.timer = 0; // typed and saved count changes
      form.addEventListener("input", () => {
        this.typed += 1;
        this.schedule(800);
      });
      for (const event of ["change", "focusout"]) form.addEventListener(event, () => this.schedule(0));
      form.addEventListener("submit", (event) => event.defaultPrevented || this.stop(true));
      window.addEventListener("online", () => this.failures && this.send());
    }
    get unsaved() {
      return this.form.isConnected && !this.stopped && this.typed > this.saved;
    }
    stop(stopped) {
      this.stopped = stopped;
      clearTimeout(this.timer);
      this.timer = 0;
    }
    schedule(wait) {
      if (!this.unsaved || (this.failures && this.timer)) return; // in trouble the next try has its time already
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), wait);
    }
    fields() {
      return new URLSearchParams(new FormData(this.form));
    }
    get large() {
      return this.fields().toString().length >= KEEPALIVE_BYTES;
    }
    async send(leaving = false) {
      clearTimeout(this.timer);
      this.timer = 0;
      const { flight, typed } = this;
      if (!this.unsaved || (flight && (!leaving || (flight.leaving && flight.typed === typed)))) return;
      flight?.abort();
      const request = (this.flight = Object.assign(new AbortController(), { leaving, typed }));
      if (!this.failures) this.show("saving");
      const answer = await this.post(request.signal, leaving && !this.large);
      if (this.flight !== request) return; // a newer one has taken over
      this.flight = null;
      if (answer.ok) this.onSaved(answer, typed);
      else this.onFailed(answer);
    }
    async post(signal, keepalive) {
      const body = this.fields();
      body.set("revision", ++this.revision);
      const headers = { "X-Careered-Session": body.get("session") ?? "" };
      try {
        return await fetch(this.form.dataset.draft, { method: "POST", headers, body, signal, keepalive });
      } catch {
        return new Response(null, { status: 503 }); // no network: the same as a server that is busy
      }
    }
    onSaved(answer, typed) {
      this.revision = Math.max(this.revision, answer.headers.get("Careered-Revision"));
      this.saved = typed;
      this.show("saved", this.failures > 0);
      this.failures = 0;
      this.schedule(0); // what was typed meanwhile
    }
    onFailed({ status, headers }) {
      if (status === 409 && headers.has("Careered-Revision")) {
        this.stop(true);
        return this.show("elsewhere", true);
      }
      const isTemporary = status >= 500 || status === 429;
      this.show(isTemporary ? "unsaved" : "refused", !this.failures);
      this.failures += 1;
      if (isTemporary) this.timer = setTimeout(() => this.send(), Math.min(30, 2 ** (this.failures - 1)) * 1000);
    }
    newerTextButton(label) {
      // To the page, by a form of its own: without cookies the session travels in it.
      const make = (name, fields) => Object.assign(document.createElement(name), fields);
      const form = make("form", { method: "post", action: this.form.dataset.page ?? location.href });
      if (form.action === this.form.action) return ""; // a refused answer's address would send it once more
      const button = make("button", { type: "button", textContent: label });
      button.onclick = () => {
        form.append(...this.form.querySelectorAll("[name=session]"));
        document.body.append(form);
        form.submit();
      };
      return button;
    }
    show(state, aloud) {
      const now = new Date();
      const time = `${now.getHours()}.${String(now.getMinutes()).padStart(2, "0")}`;
      for (const place of this.form.querySelectorAll("[data-draft-state]")) {
        place.dataset.state = state;
        place.ariaLive = aloud ? "polite" : "off"; // not in #status: it would be there twice
        place.textContent = (place.dataset[state] ?? "").replace("{time}", time);
        if (state === "elsewhere") place.append(" ", this.newerTextButton(place.dataset.load));
      }
    }
  }
  const watch = (root) => {
    for (const form of root.querySelectorAll("form[data-draft]")) {
      if (!drafts.some((draft) => draft.form === form)) drafts.push(new Draft(form));
    }
  };
  const leave = () => drafts.forEach((draft) => draft.send(true));
  window.addEventListener("pagehide", leave);
  window.addEventListener("beforeunload", (event) => {
    // Only where the last words cannot follow by themselves.
    if (drafts.some((draft) => draft.unsaved && (draft.failures || draft.large))) event.returnValue = true;
  });

  // One press, one request. Later the button works again: a file may have come instead of a page.
  const labels = new Map();
  const sayWait = (button) => {
    if (!button?.isConnected || labels.has(button) || !button.closest("[data-sent]")) return;
    labels.set(button, [...button.childNodes]);
    button.replaceChildren(status.dataset.wait);
    announce(status.dataset.wait);
  };
  const enableForm = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) {
      button.removeAttribute("aria-disabled");
      if (labels.has(button)) button.replaceChildren(...labels.get(button));
      labels.delete(button);
    }
    drafts.find((draft) => draft.form === form)?.stop(false);
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || (event.submitter?.formTarget || form.target) === "_blank") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
    setTimeout(sayWait, 700, event.submitter);
    setTimeout(enableForm, 8000, form);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(enableForm));

  // Back from a service that was opened in another tab: on to the question about it.
  let visited = "";
  document.addEventListener("click", (event) => {
    visited = event.target.closest?.("[data-visit]")?.dataset.visit ?? visited;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") return leave();
    if (visited) focusOn(document.getElementById(visited));
    visited = "";
  });

  // New content by htmx: its focus, its announcement, its drafts.
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail?.ctx?.target;
    const fresh = target?.isConnected ? target : document.getElementById(target?.id ?? "");
    if (!fresh) return;
    watch(fresh);
    focusOn(fresh.matches("[data-focus]") ? fresh : fresh.querySelector("[data-focus]"));
    fresh.querySelectorAll("[data-say]").forEach((element) => announce(element.dataset.say));
  });

  watch(document);
  focusOn(document.querySelector("main [data-focus]"));
})();
