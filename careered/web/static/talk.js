// Keys of the page about one pupil: J next, K previous, T we have talked. Off while typing; the switch turns them off.
window.staffKeys.onLetter((letter, event) => {
  if (!event.repeat) document.querySelector(`[data-key="${CSS.escape(letter)}"] :is(a, button)`)?.click();
});
