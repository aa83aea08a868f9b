// Offers words, categories and products while a shopper types. Without this file the form searches all the same.

const WAIT = 150;
const SHORTEST = 2;
// A preview shows another moment than the one suggestions would be of.
const isOff = document.querySelector(".preview-bar") !== null;

function made(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#${name}`);
  drawn.setAttribute("class", name === "riyal" ? name : `icon ${name}`);
  drawn.setAttribute("aria-hidden", "true");
  if (name === "riyal") drawn.setAttribute("viewBox", "0 0 112 126");
  drawn.append(use);
  return drawn;
}

// As the shop writes amounts: the sign, or the currency, left of the number in every language.
function amount(price, tag, name) {
  const [whole, part] = price.amount.split(".");
  const number = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
  const sign = price.currency === "SAR" ? icon("riyal") : made("span", { class: "money-code" }, price.currency);
  const shown = made("bdi", { class: "money", dir: "ltr", "aria-hidden": "true" }, sign, `\u00a0${number}`);
  return made(tag, { class: name }, shown, made("span", { class: "unseen" }, price.formatted));
}

class Suggestions {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.input = form.querySelector("input[name=q]");
    this.list = made("div", { class: "suggest", role: "listbox", id: `${this.input.id}-list`, "aria-label": this.words.label });
    this.list.hidden = true;
    this.told = made("p", { class: "unseen", role: "status" });
    this.options = [];
    this.at = -1;
    form.append(this.list, this.told);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [key, value] of Object.entries(roles)) this.input.setAttribute(key, value);
    this.input.addEventListener("input", (event) => event.isComposing || this.typed());
    this.input.addEventListener("compositionend", () => this.typed());
    this.input.addEventListener("keydown", (event) => event.isComposing || this.pressed(event));
    this.input.addEventListener("focus", () => this.options.length && this.input.value.trim() === this.of && this.open());
    // A press on an option would take the focus, and so close the list before it is followed.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || this.close());
    form.addEventListener("submit", () => this.forget());
  }

  typed() {
    this.forget();
    const text = this.input.value.trim();
    if ([...text].length < SHORTEST) return this.close();
    this.timer = setTimeout(() => this.ask(text), WAIT);
  }

  // Whatever is on its way is of no use any more.
  forget() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  async ask(text) {
    this.asking = new AbortController();
    const query = new URLSearchParams({ q: text, language: document.documentElement.lang });
    const answer = await fetch(`${this.words.suggest}?${query}`, { signal: this.asking.signal })
      .then((heard) => (heard.ok ? heard.json() : null))
      // Another letter was typed, or nothing can be asked: the form still searches.
      .catch(() => undefined);
    if (answer) this.show(text, answer);
    else if (answer === null) this.close();
  }

  show(text, found) {
    this.of = text;
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    const groups = [
      [this.words.terms, found.terms.map((one) => this.option(one.url, "suggest-term", icon("icon-search"), made("bdi", {}, one.text)))],
      [this.words.categories, found.categories.map((one) => this.option(one.url, "suggest-term", icon("icon-next"), made("bdi", {}, one.name)))],
      [this.words.products, found.products.map((one) => this.product(one))],
    ].filter(([, options]) => options.length);
    this.options = groups.flatMap(([, options]) => options);
    this.list.replaceChildren(...groups.map(([name, options], place) => {
      const heading = made("p", { class: "suggest-heading", id: `${this.list.id}-${place}` }, name);
      return made("div", { role: "group", "aria-labelledby": heading.id }, heading, ...options);
    }));
    this.options.forEach((one, place) => { one.id = `${this.list.id}-option-${place}`; });
    this.told.textContent = `${this.words.count} ${this.options.length}`;
    if (this.options.length) this.open(); else this.close();
  }

  option(address, name, ...children) {
    return made("a", { class: `suggest-option ${name}`, role: "option", "aria-selected": "false", tabindex: "-1", href: address }, ...children);
  }

  product(one) {
    const frame = made("span", { class: "suggest-picture" });
    if (one.picture) {
      const { url, srcset } = one.picture;
      frame.append(made("img", { src: url, alt: "", width: "52", height: "52", decoding: "async", ...(srcset && { srcset, sizes: "52px" }) }));
    } else frame.append(icon("icon-picture"));
    const price = made("span", { class: one.compare_at ? "price is-reduced" : "price" }, amount(one.price, "span", "price-now"));
    if (one.compare_at) price.append(amount(one.compare_at, "s", "price-was"));
    if (!one.is_available) price.replaceChildren(made("span", { class: "suggest-sold-out" }, this.words.soldOut));
    return this.option(one.url, "suggest-product", frame, made("span", { class: "suggest-told" }, made("bdi", {}, one.title), price));
  }

  pressed(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!this.options.length) return;
      event.preventDefault();
      if (this.list.hidden) return this.open();
      // One place more than there are options: the field itself, with what was typed.
      const places = this.options.length + 1;
      this.choose((this.at + 1 + (event.key === "ArrowDown" ? 1 : -1) + places) % places - 1);
    } else if (event.key === "Enter" && !this.list.hidden && this.at >= 0) {
      event.preventDefault();
      location.assign(this.options[this.at].href);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  choose(place) {
    this.options[this.at]?.setAttribute("aria-selected", "false");
    this.at = place;
    const chosen = this.options[place];
    if (!chosen) return this.input.removeAttribute("aria-activedescendant");
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", chosen.id);
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.forget();
    this.choose(-1);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}

if (!isOff) document.querySelectorAll("form[data-suggest]").forEach((form) => new Suggestions(form));
