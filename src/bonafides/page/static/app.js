// The surface: shows one step at a time, hands what the person gives to the engine, and shows what comes back. Nothing
// is judged here, and no sentence stands here: all words are in the page.

import { Engine, Failure } from "./engine.js";
import { forget, forgetAll, keep, kept } from "./keep.js";
import { deleteCopy, keepCopy, SCOPE } from "./shelf.js";

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const manifest = JSON.parse(one("#manifest").textContent);
manifest.base = new URL(manifest.base, location.href).href;

const MARKS = { before: "before", bring: "bring", form: "bring", busy: "sides", sides: "sides", about: "sides", answer: "answer" };
const READ = new Set(["sides", "about", "answer", "wiping", "wiped"]); // by then “Ready” has been read
let step = "before";
let closing = false; // from the wipe on, nothing that still comes back is shown
let chapter = performance.timeOrigin; // what Back finds of an earlier one is not shown: it was cleared
let underWay = null; // the work that is shown: where it began, and what ends it
const visit = { source: null, generation: 0, many: false, answers: {}, told: null, shown: null };

// --- the engine

const engine = new Engine(manifest, (doing, done, of) => (doing === "loading" ? loaded(done / of) : busy(doing, done, of)));

async function prepare() {
  if (!globalThis.isSecureContext) return status("insecure");
  if (!globalThis.WebAssembly || !globalThis.Worker) return status("old");
  try {
    await engine.load();
    const copied = !closing && (await keepCopy(new URL(manifest.worker, manifest.base)));
    if (closing) return;
    engine.closeNetwork();
    status("starting");
    await engine.start();
    status(copied ? "ready" : "ready_once");
  } catch (failure) {
    const kinds = { network: "no_network", changed: "changed" };
    if (!closing) status(kinds[failure.kind] ?? "no_start");
  }
}

function status(name) {
  for (const each of all("[data-status]")) each.hidden = each.dataset.status !== name;
  one("#loaded").hidden = name !== "loading";
  document.documentElement.dataset.engine = name;
  const bad = stated().classList.contains("bad");
  one("#before .actions").hidden = bad; // there is nothing to begin
  if (bad) foldLeaflet(false);
}

const stated = () => one("[data-status]:not([hidden])");
const isReady = () => document.documentElement.dataset.engine.startsWith("ready");

function loaded(share) {
  one("#loaded").value = share;
}

// The advice lies open where no program runs, and folded where one does.
function foldLeaflet(folded) {
  one("#leaflet details").open = !folded;
}

// --- steps

function show(name, { remember = true, focus = true } = {}) {
  step = name;
  for (const each of all(".step")) each.hidden = each.id !== name;
  for (const each of all("[data-step]")) {
    if (each.dataset.step === MARKS[name]) each.setAttribute("aria-current", "step");
    else each.removeAttribute("aria-current");
  }
  one(".progress").hidden = !MARKS[name];
  one("#status").hidden = READ.has(name) && isReady();
  one(".ways").hidden = ["before", "busy", "wiping", "wiped"].includes(name);
  one("#leaflet").hidden = !["before", "answer", "wiped"].includes(name);
  one("nav.languages").hidden = !["before", "wiped"].includes(name); // another page: what was given would be lost
  for (const said of all("[data-said]")) said.hidden = true;
  if (remember) history.pushState({ step: name, chapter }, "");
  const heading = one(`#${name} h1`);
  heading.tabIndex = -1;
  if (focus) heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function say(where, sentence) {
  const place = one(`[data-said="${where}"]`) ?? one('[data-said="bring"]');
  place.textContent = sentence;
  place.hidden = false;
  place.scrollIntoView({ block: "nearest" });
}

function busy(doing, done, of) {
  for (const each of all("[data-doing]")) each.hidden = each.dataset.doing !== doing;
  const bar = one("#done");
  if (of) {
    bar.value = done / of;
    const format = (count) => (doing === "reading" ? `${(count / 1e6).toFixed(1)} MB` : count.toLocaleString(document.documentElement.lang));
    const counted = one("#counted");
    counted.textContent = counted.dataset.of.replace("{done}", format(done)).replace("{all}", format(of));
  } else {
    bar.removeAttribute("value");
    one("#counted").textContent = "";
  }
}

// Shows the work, then what came of it; a fault leads back to where it began, with everything still there.
async function work(from, doing, ask, then) {
  const mine = (underWay = { from });
  const ended = new Promise((_, reject) => (mine.end = () => reject(new Failure("cancelled"))));
  const asked = async () => {
    await prepared;
    if (underWay !== mine || closing) throw new Failure("cancelled");
    if (!isReady()) throw new Failure("unprepared");
    busy(doing);
    return ask();
  };
  show("busy", { remember: false });
  busy(isReady() ? doing : "waiting");
  try {
    const answer = await Promise.race([ended, asked()]);
    if (closing) return;
    underWay = null;
    if (answer.refused) {
      show(from, { remember: false });
      say(from, answer.refused);
    } else then(answer);
  } catch (failure) {
    if (closing) return;
    underWay = null;
    show(from, { remember: false });
    const kind = failure instanceof Failure ? failure.kind : "fault";
    say(from, (one(`[data-fault="${kind}"]`, one("#faults").content) ?? stated()).textContent);
  }
}

function cancel() {
  underWay?.end();
  underWay = null;
  engine.cancel();
}

// --- what the person brings

function begin() {
  one(".unprotected").hidden = one('[name="protected"]:checked')?.value === "yes";
  show("bring");
}

function paste(button) {
  const text = one("#text").value;
  if (!text.trim()) return say("bring", button.dataset.empty);
  return take("takeText", text);
}

function files(button) {
  const chosen = [...one("#files").files];
  if (!chosen.length) return say("bring", button.dataset.empty);
  return take("takeFiles", chosen);
}

function take(...source) {
  visit.generation = null; // should this be refused, what was read before must be read again
  return work("bring", "reading", () => engine.ask(...source), (answer) => taken(answer, source));
}

function taken({ html, conversations }, source) {
  visit.many = conversations > 1;
  visit.source = conversations > 0 ? source : null;
  visit.generation = engine.generation;
  visit.answers = {}; // what the form was told without a text is not about this one
  turned.clear();
  one("#sheet").innerHTML = html; // made by the program's own templates, which escape every foreign word
  for (const each of all("#sides [data-many]")) each.hidden = (each.dataset.many === "yes") !== visit.many;
  one('[data-do="sides-done"]').hidden = !visit.source;
  show("sides");
}

function form() {
  visit.source = null;
  visit.answers = {};
  visit.many = false;
  one("#sheet").replaceChildren();
  show("form");
}

// --- whose message it is

function tap(bubble) {
  turn(bubble, !bubble.classList.contains("mine"));
  const tapped = one("#tapped"); // for those who hear the page
  tapped.textContent = tapped.dataset.tap.replace("{n}", Number(bubble.dataset.message) + 1).replace("{who}", one(".side", bubble).textContent);
  const person = all("[data-messages]").find((box) => box.dataset.messages.split(" ").includes(bubble.dataset.message));
  if (person && person.dataset.messages.split(" ").length === 1) person.checked = bubble.classList.contains("mine");
}

function turn(bubble, mine) {
  const side = one(".side", bubble);
  bubble.classList.toggle("mine", mine);
  bubble.setAttribute("aria-pressed", String(mine));
  side.textContent = mine ? side.dataset.mine : side.dataset.theirs;
  turned.set(bubble.dataset.message, mine);
}

const turned = new Map();

function person(box) {
  for (const index of box.dataset.messages.split(" ")) {
    turned.set(index, box.checked);
    const bubble = one(`[data-message="${index}"]`);
    if (bubble) turn(bubble, box.checked);
  }
}

// Indexes of the user's messages: as they were read, but for those that were tapped.
function mine() {
  if (visit.many || !visit.source) return null;
  const own = new Map(all("[data-messages]").flatMap((box) => box.dataset.messages.split(" ").map((index) => [index, box.defaultChecked])));
  for (const bubble of all("[data-message]")) own.set(bubble.dataset.message, bubble.classList.contains("mine"));
  for (const [index, is] of turned) own.set(index, is);
  return [...own].filter(([, is]) => is).map(([index]) => Number(index));
}

// --- the answer

function answers(within) {
  for (const set of all("[data-question]", within)) {
    const chosen = one("input:checked", set)?.value;
    if (chosen && chosen !== "unsure") visit.answers[set.dataset.question] = chosen;
    else delete visit.answers[set.dataset.question];
  }
}

function formDone(button) {
  answers(one("#form"));
  if (!Object.keys(visit.answers).length) return say("form", button.dataset.empty);
  return show("about");
}

function judge(from) {
  const told = {
    answers: visit.answers,
    situation: one("#situation").value,
    status: one("#standing").value,
    country: one("#country").value,
    me: one("#me")?.value ?? "",
  };
  const own = mine();
  if (own) told.mine = own;
  return work(from, "judging", () => judged(told), (answer) => answered(answer, told));
}

async function judged(told) {
  if (!visit.source) await engine.ask("forget");
  else if (visit.generation !== engine.generation) {
    await engine.ask(...visit.source); // the worker that had read it was ended
    visit.generation = engine.generation;
  }
  return engine.ask("judge", told);
}

function judgeAgain() {
  answers(one("#more"));
  return judge("answer");
}

function answered({ html, level, title }, told) {
  visit.told = told;
  visit.shown = { html, level, title };
  for (const set of all("#more [data-question]")) {
    for (const radio of all("input", set)) radio.checked = radio.value === visit.answers[set.dataset.question];
  }
  present(html, true);
  one("#more").hidden = visit.many;
}

function present(html, fresh) {
  one("#report").innerHTML = html; // as above
  one("#report").removeAttribute("lang");
  for (const each of all('#more, [data-do="again"], [data-do="keep"], [data-do="save"]')) each.hidden = !fresh;
  for (const note of all("[data-note]")) note.hidden = true;
  show("answer");
}

async function keepIt() {
  const kept = await keep({ at: Date.now(), lang: document.documentElement.lang, ...visit.shown }).then(() => true, () => false);
  one('[data-note="kept"]').hidden = !kept;
  one('[data-note="keep_failed"]').hidden = kept;
  if (kept) one('[data-do="keep"]').hidden = true;
  await listKept();
}

async function save(button) {
  const form = button.dataset.form;
  const { text } = await engine.ask("saved", form).catch(() => ({}));
  if (text !== undefined) return download(text, form);
  const again = async () => { // the worker that had judged it was ended, or has been given something else
    const answer = await judged(visit.told);
    return answer.refused ? answer : engine.ask("saved", form);
  };
  return work("answer", "judging", again, (answer) => {
    show("answer", { remember: false });
    download(answer.text, form);
  });
}

function download(text, form) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: form === "html" ? "text/html" : "text/plain" }));
  link.download = form === "html" ? "bonafides.html" : "bonafides.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// --- what was kept, and the wipe

async function listKept() {
  const found = await kept().catch(() => []);
  const list = one("#kept ul");
  list.replaceChildren(
    ...found.map((each) => {
      const item = one("#kept template").content.cloneNode(true);
      const from = one("[data-from]", item);
      one(".badge", item).textContent = each.title;
      one(".badge", item).classList.add(each.level);
      from.textContent = from.dataset.from.replace("{date}", new Date(each.at).toLocaleDateString(document.documentElement.lang));
      for (const button of all("button", item)) button.dataset.id = each.id;
      return item;
    }),
  );
  one("#kept").hidden = !found.length;
}

async function openKept(button) {
  const found = (await kept()).find((each) => each.id === Number(button.dataset.id));
  if (!found) return listKept(); // another tab has deleted it
  present(found.html, false);
  one("#report").lang = found.lang;
}

async function deleteKept(button) {
  await forget(Number(button.dataset.id));
  await listKept();
}

function clear() {
  for (const field of all("textarea, input, select")) empty(field);
  for (const place of all("#sheet, #report, #tapped")) place.replaceChildren();
  for (const hint of all("[data-if]")) hint.hidden = true;
  turned.clear();
  Object.assign(visit, { source: null, many: false, answers: {}, told: null, shown: null });
}

async function restart() {
  clear();
  chapter += 1;
  if (isReady() && !underWay) engine.ask("forget").catch(() => {});
  else cancel(); // what was read is gone with the worker; a fresh one is made ready
  await listKept();
  show("before");
}

async function wipe() {
  closing = true;
  const copy = one("#wipe-copy").checked;
  emptied();
  let clean = await forgetAll().then(() => true, () => false);
  tabs?.postMessage("wiped");
  if (copy) {
    await deleteCopy().catch(() => {}); // ends a copy that is still being made, which then is deleted
    await prepared;
    clean = (await deleteCopy().then(() => true, () => false)) && clean;
  }
  one('[data-wiped="done"]').hidden = !clean;
  one('[data-wiped="copy"]').hidden = !(clean && copy);
  one('[data-wiped="failed"]').hidden = clean;
  show("wiped");
}

function emptied() {
  engine.stop();
  clear();
  one("#kept ul").replaceChildren();
  one("#kept").hidden = true;
}

// What one tab wipes is gone from all others that show this page.
const tabs = globalThis.BroadcastChannel && new BroadcastChannel(`bonafides ${SCOPE}`);
tabs?.addEventListener("message", () => {
  closing = true;
  emptied();
  show("wiped");
});

function empty(field) {
  if (["radio", "checkbox"].includes(field.type)) field.checked = false;
  else if (field.tagName === "SELECT") field.selectedIndex = [...field.options].findIndex((option) => option.defaultSelected);
  else field.value = "";
  if (field.tagName === "SELECT" && field.selectedIndex < 0) field.selectedIndex = 0;
}

// A jump within the page is no step: Back leads to the step before.
function jump(event, link) {
  event.preventDefault();
  location.replace(link.hash);
  history.replaceState({ step, chapter }, "");
}

// --- what the buttons do

const DOES = {
  begin,
  paste,
  files,
  form,
  "form-done": formDone,
  "sides-done": () => show("about"),
  judge: () => judge("about"),
  "judge-again": judgeAgain,
  again: () => show(visit.source ? "sides" : "form"),
  keep: keepIt,
  save,
  print: () => print(),
  cancel,
  back: () => history.back(),
  restart,
  "ask-wipe": () => show("wiping"),
  wipe,
  reload: () => location.reload(),
  "open-kept": openKept,
  "delete-kept": deleteKept,
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  const bubble = event.target.closest("[data-message]");
  const link = event.target.closest("a[href]");
  if (button) DOES[button.dataset.do](button);
  else if (bubble) tap(bubble);
  else if (link?.getAttribute("href").startsWith("#")) jump(event, link);
  else if (link && step !== "before") link.target = "_blank"; // this page, with all that was given, stays as it is
});
document.addEventListener("change", ({ target }) => {
  if (target.dataset.messages !== undefined) person(target);
  const hint = one(`[data-if="${target.name}"]`);
  if (hint) hint.hidden = target.value !== "yes";
});
addEventListener("popstate", ({ state }) => {
  if (closing) show("wiped", { remember: false });
  else if (underWay) {
    history.pushState({ step: underWay.from, chapter }, ""); // Back ends the work, and leads to where it began
    cancel();
  } else if (state?.step) show(state.chapter === chapter ? state.step : "before", { remember: false });
});
addEventListener("pagehide", () => closing && clear());
addEventListener("beforeprint", () => {
  for (const folded of all("#report details:not([open])")) folded.open = true;
});

document.documentElement.classList.add("scripted");
document.documentElement.dataset.engine = "loading";
foldLeaflet(true);
history.replaceState({ step: "before", chapter }, "");
show("before", { remember: false, focus: false }); // a page that has just been opened begins at its beginning
listKept();
const prepared = prepare();
