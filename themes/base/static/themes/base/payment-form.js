// Moyasar's form is drawn by its own script, with what the server says of the payment.
const box = document.querySelector("[data-payment-form]");
const options = { element: box, publishable_api_key: box.dataset.key, methods: ["creditcard"] };
for (const [name, said] of Object.entries(box.dataset)) {
  if (!name.startsWith("param")) continue;
  const at = said.indexOf("=");
  const [outer, inner] = said.slice(0, at).replace("]", "").split("[");
  const value = outer === "amount" ? Number(said.slice(at + 1)) : said.slice(at + 1);
  if (inner) options[outer] = { ...options[outer], [inner]: value };
  else options[outer] = value;
}
window.Moyasar.init(options);
