// Keeps values for the tool while the activity's page is open. Only the tool's own origin is heard and answered.
(() => {
  const tool = document.currentScript.dataset.tool;
  const kept = new Map();

  const answer = (asked) => {
    if (typeof asked.key !== "string" || !asked.key) {
      return { error: { code: "bad_request", message: "key is missing" } };
    }
    if (asked.subject === "lti.get_data") return { key: asked.key, value: kept.get(asked.key) ?? null };
    if (asked.value === null || asked.value === undefined) kept.delete(asked.key);
    else kept.set(asked.key, String(asked.value));
    return { key: asked.key, value: asked.value ?? null };
  };

  window.addEventListener("message", (event) => {
    const asked = event.data;
    if (event.origin !== tool || !asked || !["lti.put_data", "lti.get_data"].includes(asked.subject)) return;
    const said = { subject: `${asked.subject}.response`, message_id: asked.message_id, ...answer(asked) };
    event.source.postMessage(said, event.origin);
  });
})();
