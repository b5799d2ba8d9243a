// Platform storage (LTI client-side postMessage): the platform keeps our launch secret where cookies are blocked.
// Messages go to the origin of the platform's authorization only, never to "*". Without an answer in two seconds
// the button on the page goes on by itself: the cookie may have been kept after all.
(() => {
  const box = document.querySelector("[data-lti-storage]");
  if (!box) return;
  const { ltiStorage: step, frame, origin, key, value, address } = box.dataset;
  const target = () => {
    const home = window.parent !== window ? window.parent : window.opener;
    if (!home || !origin) return null;
    return frame && frame !== "_parent" ? home.frames[frame] || home : home;
  };
  const proceed = () => (step === "put" ? window.location.replace(address) : box.submit());
  const ask = (subject, fields) =>
    new Promise((resolve) => {
      const message = { subject, message_id: crypto.randomUUID(), ...fields };
      const onMessage = (event) => {
        const data = event.data || {};
        if (event.origin !== origin || data.message_id !== message.message_id || data.subject !== `${subject}.response`) return;
        window.removeEventListener("message", onMessage);
        resolve(data);
      };
      window.addEventListener("message", onMessage);
      setTimeout(() => resolve({}), 2000);
      target()?.postMessage(message, origin);
    });
  if (step === "enter") return proceed();
  if (!target()) return proceed();
  if (step === "put") return void ask("lti.put_data", { key, value }).then(proceed);
  ask("lti.get_data", { key }).then((answer) => {
    box.elements.binding.value = typeof answer.value === "string" ? answer.value : "";
    proceed();
  });
})();
