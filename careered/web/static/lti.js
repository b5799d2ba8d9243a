// Platform storage (LTI client-side postMessage): the platform keeps our launch secret where cookies are blocked.
// Messages go to the origin of the platform's authorization only, never to "*" (docs/decisions/0004). Without an answer
// within five seconds the page goes on by itself: the cookie may have been kept after all.
(() => {
  const box = document.querySelector("[data-lti-storage]");
  if (!box) return;
  const { ltiStorage: step, frame, origin, key, value, address } = box.dataset;
  const target = () => {
    const home = window.parent !== window ? window.parent : window.opener;
    if (!home || !origin) return null;
    try {
      return (frame && frame !== "_parent" && home.frames[frame]) || home;
    } catch {
      return home; // of another origin, a window has no such frame, and says so by throwing
    }
  };
  const proceed = () => (step === "put" ? window.location.replace(address) : box.submit());
  // Brightspace hears only the names of the draft, and others answer under another subject: an answer is told by its
  // id. One platform's refusal of a name that it does not know is no answer to the other name. What a frame is told
  // before it listens is lost, so it is told again: both messages may come twice without harm.
  const ask = (name, fields) =>
    new Promise((resolve) => {
      const message_id = crypto.randomUUID();
      const onMessage = ({ origin: sender, data }) => {
        if (sender !== origin || data?.message_id !== message_id || data.error) return;
        finish(data);
      };
      const send = () => {
        for (const prefix of ["", "org.imsglobal."]) target()?.postMessage({ subject: `${prefix}${name}`, message_id, ...fields }, origin);
      };
      const repeat = setInterval(send, 250);
      const finish = (answer) => {
        clearInterval(repeat);
        window.removeEventListener("message", onMessage);
        resolve(answer);
      };
      setTimeout(() => finish({}), 5000);
      window.addEventListener("message", onMessage);
      send();
    });
  if (step === "enter") return proceed();
  if (!target()) return proceed();
  if (step === "put") return void ask("lti.put_data", { key, value }).then(proceed);
  ask("lti.get_data", { key }).then((answer) => {
    box.elements.binding.value = typeof answer.value === "string" ? answer.value : "";
    proceed();
  });
})();
