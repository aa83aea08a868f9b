// Shows the time that is left beside the end that the server wrote. Nobody is told of each second: a timer is silent.

// In a preview the time that is left is counted from the instant that is seen.
const seen = document.querySelector(".preview-bar")?.dataset.instant;
const ahead = seen ? Date.parse(seen) - Date.now() : 0;
const PARTS = [["days", 86400], ["hours", 3600], ["minutes", 60], ["seconds", 1]];

function clockOf(timer) {
  const clock = document.createElement("span");
  clock.className = "countdown-clock";
  clock.setAttribute("aria-hidden", "true");
  const numbers = PARTS.map(([name]) => {
    const part = document.createElement("span");
    part.className = "countdown-part";
    const number = document.createElement("bdi");
    number.className = "countdown-number";
    const word = document.createElement("span");
    word.textContent = timer.dataset[name];
    part.append(number, word);
    clock.append(part);
    return number;
  });
  timer.append(clock);
  return numbers;
}

function start(timer) {
  if (timer.dataset.started) return;
  timer.dataset.started = "yes";
  const end = Date.parse(timer.dataset.countdown);
  const numbers = clockOf(timer);
  const tick = () => {
    let left = Math.max(0, Math.ceil((end - ahead - Date.now()) / 1000));
    timer.classList.toggle("is-over", left === 0);
    PARTS.forEach(([, seconds], place) => {
      numbers[place].textContent = String(Math.floor(left / seconds)).padStart(2, "0");
      left %= seconds;
    });
  };
  tick();
  setInterval(tick, 1000);
}

document.querySelectorAll("[data-countdown]").forEach(start);
