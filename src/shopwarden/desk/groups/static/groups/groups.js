// Lights up the lines of an account or a shared value that is pointed at; the page is whole without it.
const drawing = document.querySelector(".graph-drawing");

function light(name, number) {
  drawing.classList.toggle("is-lit", number !== undefined);
  for (const line of drawing.querySelectorAll(".graph-line")) {
    line.classList.toggle("is-lit", number !== undefined && line.dataset[name] === number);
  }
}

for (const one of drawing?.querySelectorAll("a") ?? []) {
  const name = one.classList.contains("graph-value") ? "value" : "account";
  for (const event of ["mouseenter", "focus"]) one.addEventListener(event, () => light(name, one.dataset[name]));
  for (const event of ["mouseleave", "blur"]) one.addEventListener(event, () => light(name, undefined));
}
