// The offline copy: every file of the page, kept by the browser, so that it opens without a network.

// Where this copy of the page lies: another copy on the same host has a shelf and a service worker of its own.
export const SCOPE = new URL("../", import.meta.url).href;
const PREFIX = `bonafides ${SCOPE} `; // as in sw.js

// The browser's shelves; some browsers throw where storage is forbidden, as in private windows.
function shelves() {
  try {
    return globalThis.caches;
  } catch {
    return undefined;
  }
}

// The bytes at an address of this host, from the offline copy where there is one. `more` hears how many have come.
export async function fetched(address, more, signal) {
  const kept = await shelves()?.match(address.href).catch(() => undefined);
  const response = kept ?? (await fetch(address, { credentials: "omit", cache: "no-cache", signal }));
  if (!response.ok) throw new TypeError(`${response.status}`);
  const parts = [];
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    more(part.value.length);
  }
  return { bytes: await new Blob(parts).arrayBuffer(), kept: Boolean(kept) };
}

// Puts a file on the shelf, so that the service worker need not fetch it a second time.
export async function shelve(version, address, bytes) {
  const shelf = await shelves()?.open(PREFIX + version).catch(() => undefined);
  await shelf?.put(address.href, new Response(bytes)).catch(() => {});
}

const PATIENCE = 30_000; // milliseconds

// Registers the service worker, which keeps the copy. Whether one is kept: not in private windows of some browsers.
export async function keepCopy(address) {
  try {
    const registration = await navigator.serviceWorker.register(address);
    if (registration.active) return true;
    const coming = registration.installing ?? registration.waiting;
    return await new Promise((resolve) => {
      setTimeout(resolve, PATIENCE, false);
      coming.addEventListener("statechange", () => {
        if (coming.state === "activated" || coming.state === "redundant") resolve(coming.state === "activated");
      });
    });
  } catch {
    return false;
  }
}

export async function deleteCopy() {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? []; // first, or it fills the shelf again
  await Promise.all(registrations.filter((each) => each.scope === SCOPE).map((each) => each.unregister()));
  const names = (await shelves()?.keys()) ?? [];
  await Promise.all(names.filter((name) => name.startsWith(PREFIX)).map((name) => shelves().delete(name)));
}
