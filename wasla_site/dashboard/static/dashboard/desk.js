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
