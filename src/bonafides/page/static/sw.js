// Keeps every file of the page in the browser, so that it opens in flight mode. VERSION and FILES stand above.

const NAME = `bonafides-${VERSION}`;
const address = (file) => new URL(file, self.registration.scope).href;

async function fill() {
  const shelf = await caches.open(NAME);
  const add = async (file) => {
    if (await shelf.match(address(file))) return; // the page has put it there already
    const response = await fetch(address(file), { cache: "no-cache" });
    if (!response.ok) throw new TypeError(`${response.status} for ${file}`);
    await shelf.put(address(file), response);
  };
  await Promise.all(FILES.map(add));
  await self.skipWaiting();
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("bonafides-") && name !== NAME).map((name) => caches.delete(name)));
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
