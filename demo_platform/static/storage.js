// Keeps values for the tool while the activity's page is open. Only the tool's own origin is heard and answered.
(() => {
  const tool = document.currentScript.dataset.tool;
  const values = new Map();

  const answer = (message) => {
    if (typeof message.key !== "string" || !message.key) {
      return { error: { code: "bad_request", message: "key is missing" } };
    }
    if (message.subject === "lti.get_data") return { key: message.key, value: values.get(message.key) ?? null };
    if (message.value === null || message.value === undefined) values.delete(message.key);
    else values.set(message.key, String(message.value));
    return { key: message.key, value: message.value ?? null };
  };

  window.addEventListener("message", (event) => {
    const message = event.data;
    if (event.origin !== tool || !message || !["lti.put_data", "lti.get_data"].includes(message.subject)) return;
    const response = { subject: `${message.subject}.response`, message_id: message.message_id, ...answer(message) };
    event.source.postMessage(response, event.origin);
  });
})();
