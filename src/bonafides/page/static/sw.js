// Keeps every file of the page in the browser, so that it opens in flight mode. VERSION and FILES, the SHA-256 of each
// file by name, stand above; the pages that name this file's own hash have none.

const PREFIX = `bonafides ${self.registration.scope} `;
const NAME = PREFIX + VERSION;
const address = (file) => new URL(file, self.registration.scope).href;

// A host in the middle of an update may hand out files of two versions: then nothing is kept, and the copy before stays.
async function fill() {
  const shelf = await caches.open(NAME);
  const add = async ([file, published]) => {
    if (await shelf.match(address(file))) return; // the page has compared it and put it there already
    const response = await fetch(address(file), { cache: "no-cache" });
    if (!response.ok) throw new TypeError(`${response.status} for ${file}`);
    const digest = await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer());
    const found = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (published && found !== published) throw new TypeError(`not as it was published: ${file}`);
    await shelf.put(address(file), response);
  };
  await Promise.all(Object.entries(FILES).map(add));
  await self.skipWaiting();
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(request) {
  const { origin, pathname } = new URL(request.url);
  const wanted = origin + (pathname.endsWith("/") ? `${pathname}index.html` : pathname);
  return (await caches.match(wanted)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});
