// Makes the tool's frame as high as the tool asks, within reason.
(() => {
  const tool = document.currentScript.dataset.tool;
  window.addEventListener("message", (event) => {
    const message = event.data;
    if (event.origin !== tool || message?.subject !== "lti.frameResize" || !(message.height > 0)) return;
    document.querySelector("iframe.tool").style.height = `${Math.min(Math.max(message.height, 300), 6000)}px`;
  });
})();
