/* Comforts of the product form. Without a script pictures are ordered by number, and values have two empty lines. */

const rowFrom = (template, number) => {
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll("__prefix__", String(number));
  return holder.content.firstElementChild;
};

const nextNumber = (prefix) => {
  const total = document.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
  total.value = String(Number(total.value) + 1);
  return Number(total.value) - 1;
};

for (const button of document.querySelectorAll("[data-add-value]")) {
  const prefix = button.dataset.addValue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const row = rowFrom(document.querySelector(`[data-empty-value="${prefix}"]`), nextNumber(prefix));
    document.querySelector(`[data-values="${prefix}"]`).append(row);
    row.querySelector("input").focus();
  });
}

const pictures = document.querySelector("[data-pictures]");
const shown = () => [...pictures.querySelectorAll("[data-picture]")];

const number = () => shown().forEach((row, place) => { row.querySelector("[name$=-ORDER]").value = place + 1; });

const ready = (row) => {
  row.querySelector(".catalog-order").hidden = true;
  const steps = row.querySelector(".catalog-steps");
  steps.hidden = false;
  steps.addEventListener("click", (event) => {
    const step = Number(event.target.dataset?.step ?? 0);
    const rows = shown();
    const other = rows[rows.indexOf(row) + step];
    if (!step || !other) return;
    other[step < 0 ? "before" : "after"](row);
    number();
    event.target.focus();
  });
};

const add = ({ id, title, preview }) => {
  const row = rowFrom(document.querySelector("[data-empty-picture]"), nextNumber("images"));
  row.querySelector("[name$=-image]").value = id;
  row.querySelector("[data-title]").textContent = title;
  const image = row.querySelector("img");
  image.src = preview.url;
  image.hidden = false;
  pictures.append(row);
  ready(row);
  number();
};

shown().sort((one, two) => {
  const place = (row) => Number(row.querySelector("[name$=-ORDER]").value) || Infinity;
  return place(one) - place(two);
}).forEach((row) => { pictures.append(row); ready(row); });
number();

const choose = document.querySelector("[data-choose-pictures]");
choose.hidden = false;
choose.addEventListener("click", () => {
  const chooser = new window.ImageChooserModal(choose.dataset.choosePictures);
  chooser.open({ multiple: true }, (chosen) => [chosen].flat().forEach(add));
});
