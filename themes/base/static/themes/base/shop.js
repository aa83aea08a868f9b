// Comfort only: every page works without this file.

function stepQuantity(input, by) {
  const least = Number(input.min) || 1;
  const most = Number(input.max) || 9999;
  input.value = String(Math.min(most, Math.max(least, (Number(input.value) || least) + by)));
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function addStepper(box) {
  const input = box.querySelector("input");
  const button = (sign, name, by) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "quantity-step";
    made.textContent = sign;
    made.setAttribute("aria-label", name);
    made.addEventListener("click", () => stepQuantity(input, by));
    return made;
  };
  input.before(button("−", box.dataset.less, -1));
  input.after(button("+", box.dataset.more, 1));
  box.classList.add("has-steps");
}

function submitItself(form) {
  form.classList.add("is-live");
  form.addEventListener("change", () => form.requestSubmit());
}

function hideButtonUntilChanged(form) {
  const isUnchanged = () => [...form.elements].every((one) => one.type !== "number" || one.value === one.defaultValue);
  form.classList.toggle("is-unchanged", isUnchanged());
  form.addEventListener("input", () => form.classList.toggle("is-unchanged", isUnchanged()));
}

function enhance(root) {
  root.querySelectorAll("[data-quantity]").forEach(addStepper);
  root.querySelectorAll("[data-submits-itself]").forEach(submitItself);
  root.querySelectorAll("[data-hides-button]").forEach(hideButtonUntilChanged);
}

async function showChoice(address, remember) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-product]");
  const old = document.querySelector("[data-product]");
  const focused = document.activeElement?.getAttribute("href");
  old.replaceWith(fresh);
  enhance(fresh);
  if (remember) history.pushState({ choice: true }, "", address);
  [...fresh.querySelectorAll("[data-option]")].find((link) => link.getAttribute("href") === focused)?.focus();
}

function onClick(event) {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const thumb = event.target.closest(".gallery-thumb");
  if (thumb) {
    event.preventDefault();
    document.querySelector(thumb.getAttribute("href")).scrollIntoView({ block: "nearest", inline: "start" });
  }
  const option = event.target.closest("[data-option]");
  if (option) {
    event.preventDefault();
    showChoice(option.href, true).catch(() => location.assign(option.href));
  }
}

document.addEventListener("click", onClick);
addEventListener("popstate", () => {
  if (document.querySelector("[data-product]")) showChoice(location.href, false).catch(() => location.reload());
});
enhance(document);
document.getElementById("error-summary")?.focus();
