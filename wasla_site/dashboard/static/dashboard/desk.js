// Starts what Wagtail's widgets would start by inline scripts: date and time choosers, and page choosers of plain forms,
// wherever they appear.

const STARTERS = { date: "initDateChooser", datetime: "initDateTimeChooser", time: "initTimeChooser" };

function start(wrapper) {
  const input = wrapper.querySelector("input");
  if (!input || wrapper.dataset.started) return;
  wrapper.dataset.started = "yes";
  window[STARTERS[wrapper.dataset.chooser]](input.id, JSON.parse(wrapper.dataset.chooserConfig));
}

function startPageChooser(holder) {
  const { widget, id, options } = JSON.parse(holder.textContent);
  if (widget !== "PageChooser" || holder.dataset.started) return;
  holder.dataset.started = "yes";
  new window.PageChooser(id, options);
}

function startAll(root) {
  root.querySelectorAll("[data-chooser]").forEach(start);
  root.querySelectorAll("[data-page-chooser]").forEach(startPageChooser);
}

// A module runs when the page is read and before DOMContentLoaded, at which Wagtail takes the menus out of choosers that
// have something chosen: their buttons would no longer be found.
startAll(document);
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (node instanceof Element) startAll(node.parentElement || node);
    }
  }
}).observe(document.body, { childList: true, subtree: true });

// What a campaign does is told anew while its form is typed in.
function tellWhileTyping(box) {
  const form = box.closest("form");
  let waiting = 0;
  let asked = 0;
  const ask = async () => {
    asked += 1;
    const mine = asked;
    const answer = await fetch(box.dataset.campaignTold, { method: "POST", body: new FormData(form) });
    if (answer.ok && mine === asked) box.innerHTML = await answer.text();
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 400);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
}

// Not before the editor has drawn its blocks, without which the form is torn.
addEventListener("load", () => {
  document.querySelectorAll("[data-campaign-told]").forEach(tellWhileTyping);
});
