// Platform storage (LTI client-side postMessage): the platform keeps our launch secret where cookies are blocked.
// Messages go to the origin of the platform's authorization only, never to "*" (docs/decisions/0004). Without an answer
// the page goes on by itself: after a second where the browser keeps a cookie, which then does as well; else after five.
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
  const keepsCookies = () => {
    const put = (age) => (document.cookie = `__Host-careered-try=1; Path=/; Secure; SameSite=None; Partitioned; Max-Age=${age}`);
    put(60);
    const isKept = document.cookie.includes("__Host-careered-try=1");
    put(0);
    return isKept;
  };
  const patience = step === "put" && keepsCookies() ? 1000 : 5000;
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
      setTimeout(() => finish({}), patience);
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
