// Keyboard, choosing rows, and links that open after a recorded reveal.
// Every page works without this file.
"use strict";

const rows = () => [...document.querySelectorAll("[data-row]")];
let active = -1;

function move(step) {
  const all = rows();
  if (!all.length) return;
  active = Math.max(0, Math.min(all.length - 1, active + step));
  all.forEach((row, number) => row.classList.toggle("active", number === active));
  const link = all[active].querySelector("[data-open]");
  link.focus({ preventScroll: true });
  all[active].scrollIntoView({ block: "nearest" });
}

function press(selector) {
  const scope = rows()[active] || document;
  const target = scope.querySelector(selector) || document.querySelector(selector);
  if (target) target.click();
  return Boolean(target);
}

// A digit chooses a decision; the cursor then stands where something is missing.
function choose(digit) {
  const label = document.querySelector(`[data-key="${digit}"]`);
  if (!label) return false;
  label.checked = true;
  label.dispatchEvent(new Event("change", { bubbles: true }));
  const next = label.hasAttribute("data-asks-address") ? "#corrected" : "[data-confirm]";
  document.querySelector(next)?.focus();
  return true;
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: () => press(".active .tick input"),
  a: () => press("[data-take]"),
  u: () => press("[data-undo]"),
  n: () => press("[data-next]"),
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => document.getElementById("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, dialog")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const isDigit = /^[1-9]$/.test(event.key);
  const act = isDigit ? () => choose(event.key) : KEYS[event.key];
  if (!act) return;
  act();
  event.preventDefault();
});

function showTicked() {
  const boxes = [...document.querySelectorAll(".alert-row .tick input")];
  const count = boxes.filter((box) => box.checked).length;
  const words = document.querySelector("[data-ticked]");
  if (!words) return;
  const text = count === 1 ? words.dataset.one : words.dataset.many.replace("{n}", count);
  words.textContent = text;
  const all = document.querySelector("[data-tick-all]");
  all.checked = count > 0 && count === boxes.length;
  all.indeterminate = count > 0 && count < boxes.length;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) {
    for (const box of document.querySelectorAll(".alert-row .tick input")) {
      box.checked = event.target.checked;
    }
  }
  if (event.target.closest(".tick")) showTicked();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-help]")) document.getElementById("keys").showModal();
  const copied = event.target.closest("[data-copy-text]");
  if (copied) {
    navigator.clipboard?.writeText(copied.dataset.copyText).then(() => {
      copied.classList.add("copied");
      setTimeout(() => copied.classList.remove("copied"), 1500);
    });
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  const link = event.target.querySelector?.("[data-go]") || event.target.closest?.("[data-go]");
  if (link) {
    // The reveal is on record now; open what was asked for, once.
    link.removeAttribute("data-go");
    link.click();
  }
  if (event.target.id === "inbox") active = -1;
  document.querySelector(".case-decision:not(.is-open) [data-next]")?.focus();
});

// Filters that say nothing stay out of the address.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") return;
  for (const [name, value] of [...event.detail.formData]) {
    if (!value) event.detail.formData.delete(name);
  }
});
