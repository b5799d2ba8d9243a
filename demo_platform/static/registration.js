// The tool says that it is done: back to the list. Only the tool's own origin is heard.
(() => {
  const tool = document.currentScript.dataset.tool;
  window.addEventListener("message", (event) => {
    if (event.origin === tool && event.data?.subject === "org.imsglobal.lti.close") window.location.assign("/tools");
  });
})();
