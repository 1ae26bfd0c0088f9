// The program as the page sees it: loads it, checks it, gives up the network, and asks it questions.

import { fetched, shelve } from "./shelf.js";

// Once this stands in the page, neither it nor a worker made by it can reach any address, its own host included.
const CLOSED =
  "default-src 'none'; script-src blob: 'wasm-unsafe-eval'; worker-src blob:; base-uri 'none'; form-action 'none'";

export class Failure extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind; // network, changed, start, memory, fault, cancelled
  }
}

export class Engine {
  #files = {};
  #waiting = new Map();
  #count = 0;
  #worker = null;
  #started = null;
  #booting = false;
  #cancelled = 0; // how often: what was asked before is not done after
  #end = new AbortController(); // for a load that is still under way
  generation = 0; // how often a worker was made: what was read is gone with each

  // manifest: { version, base, lang, runtime: [names], archives: [names], files: { name: { sha256, size } } }
  constructor(manifest, progress) {
    this.manifest = manifest;
    this.progress = progress;
  }

  // Everything that is ever needed, fetched once and compared with what this page was published with.
  async load() {
    const names = Object.keys(this.manifest.files);
    const sizes = this.manifest.files;
    const all = names.reduce((sum, name) => sum + sizes[name].size, 0);
    let done = 0;
    await Promise.all(
      names.map(async (name) => {
        const address = new URL(name, this.manifest.base);
        const more = (count) => this.progress?.("loading", (done += count), all);
        const { bytes, kept } = await fetched(address, more, this.#end.signal).catch(() => {
          throw new Failure("network");
        });
        if ((await sha256(bytes)) !== sizes[name].sha256) throw new Failure("changed");
        if (!kept && !this.#end.signal.aborted) await shelve(this.manifest.version, address, bytes);
        this.#files[name] = bytes;
      }),
    );
  }

  closeNetwork() {
    const meta = document.createElement("meta");
    meta.httpEquiv = "Content-Security-Policy";
    meta.content = CLOSED;
    document.head.append(meta);
    // No policy covers that a page opens or becomes another one, or calls a device: what this page never does is ended.
    for (const way of ["open", "RTCPeerConnection", "webkitRTCPeerConnection"]) globalThis[way] = undefined;
    globalThis.navigation?.addEventListener("navigate", (event) => {
      const saved = event.downloadRequest !== null && event.destination.url.startsWith("blob:");
      const own = event.destination.sameDocument || saved || event.userInitiated;
      if (!own && !["reload", "traverse"].includes(event.navigationType)) event.preventDefault();
    });
  }

  start() {
    this.#started ??= this.#boot();
    return this.#started;
  }

  async #boot() {
    if (!this.#files["worker.js"]) throw new Failure("start"); // nothing was loaded
    this.#booting = true;
    const address = URL.createObjectURL(new Blob([this.#files["worker.js"]], { type: "text/javascript" }));
    const worker = (this.#worker = new Worker(address, { type: "module" }));
    this.generation += 1;
    worker.onmessage = ({ data }) => worker === this.#worker && this.#heard(data); // not one that was ended
    worker.onerror = () => worker === this.#worker && this.#giveUp("start");
    const { runtime, archives, lang } = this.manifest;
    const files = Object.fromEntries([...runtime, ...archives].map((name) => [name, this.#files[name]]));
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";
    try {
      await this.#send("start", [{ files, archives, lang, zone }]);
    } catch {
      throw new Failure("start");
    } finally {
      this.#booting = false;
      URL.revokeObjectURL(address);
    }
  }

  async ask(name, ...given) {
    const before = this.#cancelled;
    await this.start();
    if (before !== this.#cancelled) throw new Failure("cancelled");
    return this.#send(name, given);
  }

  // Ends whatever runs, at once, and forgets what was given; a fresh worker is made ready for the next question.
  cancel() {
    this.#cancelled += 1;
    if (!this.#started || this.#booting) return; // it was given nothing yet
    this.#giveUp("cancelled");
    this.start().catch(() => {});
  }

  // Nothing of the visit is left in memory.
  stop() {
    this.#end.abort();
    this.#giveUp("cancelled");
  }

  #giveUp(kind) {
    this.#worker?.terminate();
    this.#worker = this.#started = null;
    for (const { reject } of this.#waiting.values()) reject(new Failure(kind));
    this.#waiting.clear();
  }

  #send(name, given) {
    return new Promise((resolve, reject) => {
      const id = (this.#count += 1);
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, name, given });
    });
  }

  #heard({ id, answer, failed, progress }) {
    if (progress) {
      this.progress?.(progress.step, progress.done, progress.of);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (!failed) waiting?.resolve(answer);
    else {
      waiting?.reject(new Failure(failed));
      this.#giveUp("fault"); // a runtime that ran out of memory cannot be trusted: the next question gets a fresh one
    }
  }
}

async function sha256(bytes) {
  if (!globalThis.crypto?.subtle) return ""; // only without https, where the page does not start
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
