// Choosing, dropping and sending files; the form works without it.
"use strict";

const form = document.getElementById("upload");
const input = document.getElementById("files");
const list = document.getElementById("chosen");
const tooLarge = document.getElementById("too-large");
const sending = document.getElementById("sending");
const button = form.querySelector("button");

function showChosen() {
  const files = [...input.files];
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const isTooLarge = size > Number(form.dataset.limit);
  list.replaceChildren(...files.map((file) => {
    const item = document.createElement("li");
    item.textContent = `${file.name} · ${(file.size / 1e6).toFixed(1)} MB`;
    return item;
  }));
  list.hidden = !files.length;
  tooLarge.textContent = form.dataset.tooLarge;
  tooLarge.hidden = !isTooLarge;
  button.disabled = isTooLarge;
}

input.addEventListener("change", showChosen);

for (const name of ["dragenter", "dragover"]) {
  form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
}
for (const name of ["dragleave", "drop"]) {
  form.addEventListener(name, () => form.classList.remove("over"));
}
form.addEventListener("drop", (event) => {
  event.preventDefault();
  input.files = event.dataTransfer.files;
  showChosen();
});

form.addEventListener("htmx:beforeRequest", () => {
  button.disabled = true;
  sending.hidden = false;
});
form.addEventListener("htmx:xhr:progress", (event) => {
  if (!event.detail.lengthComputable) return;
  const share = Math.round((100 * event.detail.loaded) / event.detail.total);
  sending.querySelector("progress").value = share;
  sending.querySelector("span").textContent = `${share} %`;
});
form.addEventListener("htmx:afterRequest", () => {
  button.disabled = false;
  sending.hidden = true;
});
