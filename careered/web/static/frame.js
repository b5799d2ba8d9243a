// The platform's frame: tell it the height, where the platform says that it listens (lti.capabilities). It is asked
// once. The question holds nothing, so it goes to whoever frames us, which is the platform; the height goes to the
// origin that answered, if it is one of the platform's.
(() => {
  const origins = document.querySelector('meta[name="careered-platform-origins"]')?.content.split(" ") ?? [];
  const [SHORTEST, TALLEST] = [320, 12000]; // pixels: a form that is still filling, and a page that went wrong
  const named = (frame) => {
    try {
      return (frame && frame !== "_parent" && window.parent.frames[frame]) || window.parent;
    } catch {
      return window.parent; // of another origin, a window has no such frame, and says so by throwing
    }
  };
  const tellHeight = (home, origin) => {
    let waiting = 0;
    let lastHeight = 0;
    const sendHeight = () => {
      waiting = 0;
      const height = Math.min(TALLEST, Math.max(SHORTEST, Math.ceil(document.body.getBoundingClientRect().height)));
      if (height === lastHeight) return;
      lastHeight = height;
      home.postMessage({ subject: "lti.frameResize", height }, origin);
    };
    new ResizeObserver(() => (waiting ||= setTimeout(sendHeight, 100))).observe(document.getElementById("main"));
  };
  if (origins.length && window.parent !== window) {
    const message = { subject: "lti.capabilities", message_id: crypto.randomUUID() };
    const onMessage = ({ origin, data }) => {
      const isAnswer = data?.subject === "lti.capabilities.response" && data.message_id === message.message_id;
      if (!isAnswer || !origins.includes(origin)) return;
      window.removeEventListener("message", onMessage);
      const capabilities = Array.isArray(data.supported_messages) ? data.supported_messages : [];
      const resize = capabilities.find((capability) => capability?.subject === "lti.frameResize");
      if (resize) tellHeight(named(resize.frame), origin);
    };
    window.addEventListener("message", onMessage);
    window.parent.postMessage(message, "*");
  }
})();
