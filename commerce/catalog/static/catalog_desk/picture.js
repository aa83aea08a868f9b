/* Choosing one picture from the store's library. */

for (const field of document.querySelectorAll("[data-library-picture]")) {
  const [input, image, title] = ["input", "img", "[data-title]"].map((part) => field.querySelector(part));
  const [choose, clear] = ["[data-choose]", "[data-clear]"].map((part) => field.querySelector(part));

  const show = (id, name, url) => {
    input.value = id;
    title.textContent = name;
    image.src = url;
    image.hidden = !url;
    clear.hidden = !id;
  };

  choose.hidden = false;
  clear.hidden = !input.value;
  clear.addEventListener("click", () => show("", "", ""));
  choose.addEventListener("click", () => {
    const chooser = new window.ImageChooserModal(field.dataset.libraryPicture);
    chooser.open({}, (chosen) => show(chosen.id, chosen.title, chosen.preview.url));
  });
}
