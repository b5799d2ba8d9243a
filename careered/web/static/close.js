// Closes the frame that a platform has opened for registering: on the button at once, by itself when it has been read.
// The message says nothing, and nobody has named the host of the page around us yet (docs/decisions/0004): so "*".
(() => {
  const button = document.querySelector("[data-close]");
  const close = () => (window.opener || window.parent).postMessage({ subject: "org.imsglobal.lti.close" }, "*");
  button?.addEventListener("click", close);
  if (button?.dataset.close !== "never") setTimeout(close, 30000);
})();
