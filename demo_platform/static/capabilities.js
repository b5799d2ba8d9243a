// Tells the tool which messages this platform understands, and in which frame they belong.
(() => {
  const tool = document.currentScript.dataset.tool;
  const frame = "post_message_forwarding";
  const resizes = document.currentScript.dataset.resizes ? [{ subject: "lti.frameResize" }] : [];
  window.addEventListener("message", (event) => {
    const message = event.data;
    if (event.origin !== tool || !message || message.subject !== "lti.capabilities") return;
    event.source.postMessage({
      subject: "lti.capabilities.response",
      message_id: message.message_id,
      supported_messages: [
        { subject: "lti.capabilities" },
        { subject: "lti.put_data", frame },
        { subject: "lti.get_data", frame },
        ...resizes,
      ],
    }, event.origin);
  });
})();
