// Small manners of the desk; every page works without them.
"use strict";

const POLL_EVERY = 10000;
const TOAST_STAYS = 6000;

// Live counts: asked for while somebody looks, never from a hidden tab.
setInterval(() => {
  if (!document.hidden) document.body.dispatchEvent(new CustomEvent("desk:poll"));
}, POLL_EVERY);

document.addEventListener("click", (event) => {
  const target = event.target;
  const close = target.closest("[data-close]");
  if (close) close.parentElement.remove();

  const button = target.closest("[data-copy-from]");
  const source = button ? button.previousElementSibling : target.closest("[data-copy]");
  if (source) copy(source, button || source);

  // One menu at a time, and none after a click elsewhere.
  for (const menu of document.querySelectorAll("details.menu[open], details.more[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open], details.more[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

function copy(source, marked) {
  navigator.clipboard?.writeText(source.textContent.trim()).then(() => {
    marked.classList.add("copied");
    setTimeout(() => marked.classList.remove("copied"), 1500);
  });
}

// Good news goes by itself; what went wrong stays until it is closed.
function letToastsGo(root) {
  for (const toast of root.querySelectorAll(".toast:not(.error):not(.timed)")) {
    toast.classList.add("timed");
    setTimeout(() => toast.remove(), TOAST_STAYS);
  }
}

document.addEventListener("DOMContentLoaded", () => letToastsGo(document));
document.addEventListener("htmx:afterSettle", () => letToastsGo(document));
