// Writing a rule: names that fit are offered, put in by a tap. The form works without it.
"use strict";

const text = document.querySelector("[data-editor]");
const offers = document.getElementById("offers");
const names = [...document.querySelectorAll("[data-name]")];
const MOST = 8;
let chosen = -1;

// The word the cursor stands behind, outside of quotes.
function word() {
  const before = text.value.slice(0, text.selectionStart);
  if ((before.match(/'/g) || []).length % 2) return null;
  return /[a-z_][a-z0-9_]*$/i.exec(before)?.[0] ?? "";
}

function fitting(start) {
  const wanted = start.toLowerCase();
  const rank = (item) => {
    const name = item.dataset.name;
    if (name.startsWith(wanted)) return 0;
    if (name.includes(wanted)) return 1;
    return item.dataset.words.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return names
    .map((item) => [rank(item), item])
    .filter(([order]) => order < 3)
    .sort((one, other) => one[0] - other[0])
    .slice(0, MOST)
    .map(([, item]) => item);
}

function hide() {
  offers.hidden = true;
  chosen = -1;
  text.removeAttribute("aria-activedescendant");
}

function offer(asked) {
  const start = word();
  if (start === null || (!start && !asked)) return hide();
  const found = fitting(start);
  if (!found.length || (!asked && found[0].dataset.name === start.toLowerCase())) return hide();
  offers.replaceChildren(...found.map((item, number) => {
    const line = document.createElement("li");
    line.id = `offer-${number}`;
    line.setAttribute("role", "option");
    line.dataset.insert = item.querySelector("[data-insert]").dataset.insert;
    for (const part of item.querySelectorAll("code, span, small")) {
      line.append(part.cloneNode(true));
    }
    return line;
  }));
  offers.hidden = false;
  choose(0);
}

function choose(number) {
  const lines = [...offers.children];
  chosen = (number + lines.length) % lines.length;
  lines.forEach((line, place) => line.setAttribute("aria-selected", String(place === chosen)));
  lines[chosen].scrollIntoView({ block: "nearest" });
  text.setAttribute("aria-activedescendant", lines[chosen].id);
}

// Put in over the word that was begun, or at the cursor with a space between.
function put(inserted, begun) {
  const end = text.selectionEnd;
  const start = text.selectionStart - begun.length;
  const before = text.value.slice(0, start);
  const space = before && !/[\s(]$/.test(before) ? " " : "";
  text.setRangeText(`${space}${inserted}`, start, end, "end");
  text.focus();
  hide();
  text.dispatchEvent(new Event("input", { bubbles: true }));
  hide();
}

if (text && !text.readOnly) {
  text.addEventListener("input", () => offer(false));
  text.addEventListener("blur", () => setTimeout(hide, 150));
  text.addEventListener("keydown", (event) => {
    if (event.key === " " && event.ctrlKey) {
      offer(true);
      event.preventDefault();
      return;
    }
    if (offers.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(chosen + step);
    else if (event.key === "Enter" || event.key === "Tab") {
      put(offers.children[chosen].dataset.insert, word() ?? "");
    } else if (event.key === "Escape") hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  offers.addEventListener("pointerdown", (event) => {
    const line = event.target.closest("[data-insert]");
    if (!line) return;
    event.preventDefault();
    put(line.dataset.insert, word() ?? "");
  });
  for (const button of document.querySelectorAll(".names [data-insert]")) {
    button.addEventListener("click", () => put(button.dataset.insert, ""));
  }
}

document.querySelector("[data-names-search]")?.addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const item of names) item.hidden = !item.dataset.words.toLowerCase().includes(wanted);
  for (const group of document.querySelectorAll("[data-names-group]")) {
    group.hidden = !group.querySelector("[data-name]:not([hidden])");
    if (wanted) group.open = true;
  }
});
