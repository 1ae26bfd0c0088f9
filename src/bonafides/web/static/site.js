// Small comforts; everything works without them.

for (const each of document.querySelectorAll("[data-print]")) {
  each.hidden = false;
  each.addEventListener("click", () => print());
}

// The program forgets who is away for long. This says so five minutes before, and asks for more time.
const time = document.querySelector("[data-time]");
if (time) watch(time, Number(time.dataset.idle) * 1000, time.dataset.left ? Number(time.dataset.left) * 1000 : Infinity);

function watch(place, idle, left) {
  const WARN = 5 * 60 * 1000;
  const last = Date.now() + left;
  let since = Date.now();
  let told = "";

  function tell(what, words, ...more) {
    if (told === what) return;
    told = what;
    place.replaceChildren(...(words ? [Object.assign(document.createElement("p"), { textContent: words }), ...more] : []));
  }

  function stay() {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: place.dataset.stay });
    button.addEventListener("click", () => {
      const asked = new Image();
      asked.addEventListener("load", () => { since = Date.now(); tell("stayed", place.dataset.stayed); });
      asked.addEventListener("error", () => tell("over", place.dataset.over));
      asked.src = `${place.dataset.ask}?at=${Date.now()}`;
    });
    return button;
  }

  function look() {
    const now = Date.now();
    const ends = Math.min(since + idle, last);
    const minutes = Math.max(1, Math.round((ends - now) / 60000));
    if (told === "over") return;
    if (now >= ends) tell("over", place.dataset.over);
    else if (ends - now > WARN) tell(told === "stayed" && now - since < 10000 ? "stayed" : "", "");
    else if (ends === last) tell("last", place.dataset.last.replace("{minutes}", minutes));
    else tell("soon", place.dataset.soon.replace("{minutes}", minutes), stay());
  }

  setInterval(look, 5000);
  document.addEventListener("visibilitychange", look);
}
