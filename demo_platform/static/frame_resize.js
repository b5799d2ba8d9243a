// Makes the tool's frame as high as the tool asks, within reason.
(() => {
  const tool = document.currentScript.dataset.tool;
  window.addEventListener("message", (event) => {
    const asked = event.data;
    if (event.origin !== tool || asked?.subject !== "lti.frameResize" || !(asked.height > 0)) return;
    document.querySelector("iframe.tool").style.height = `${Math.min(Math.max(asked.height, 300), 6000)}px`;
  });
})();
