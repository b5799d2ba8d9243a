// Sends the page's one form to the platform; without the script the button does.
document.querySelector("form[data-send]")?.submit();
