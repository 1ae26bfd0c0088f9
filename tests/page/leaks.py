"""Ways in which script in a page or in a worker can make a request; each takes the address to ask."""

ELEMENT = """(url) => {
  const made = document.createElement("%s");
  Object.assign(made, %s);
  document.body.append(made);
}"""
FROM_PAGE = {
    "fetch": "(url) => { fetch(url).catch(() => {}); }",
    "post": "(url) => { fetch(url, { method: 'POST', body: 'x', mode: 'no-cors', keepalive: true }).catch(() => {}); }",
    "xhr": "(url) => { try { const r = new XMLHttpRequest(); r.open('GET', url); r.send(); } catch {} }",
    "websocket": "(url) => { try { new WebSocket(url.replace('http', 'ws')); } catch {} }",
    "eventsource": "(url) => { try { new EventSource(url); } catch {} }",
    "beacon": "(url) => { navigator.sendBeacon(url, 'x'); }",
    "image": "(url) => { new Image().src = url; }",
    "audio": "(url) => { new Audio(url).load(); }",
    "video": ELEMENT % ("video", "{ src: url }"),
    "prefetch": ELEMENT % ("link", "{ rel: 'prefetch', href: url }"),
    "preload": ELEMENT % ("link", "{ rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href: url }"),
    "modulepreload": ELEMENT % ("link", "{ rel: 'modulepreload', href: url }"),
    "stylesheet": ELEMENT % ("link", "{ rel: 'stylesheet', href: url + '?' }"),
    "script": ELEMENT % ("script", "{ src: url }"),
    "iframe": ELEMENT % ("iframe", "{ src: url }"),
    "object": ELEMENT % ("object", "{ data: url }"),
    "embed": ELEMENT % ("embed", "{ src: url }"),
    "form": """(url) => {
      const made = document.createElement("form");
      Object.assign(made, { action: url, method: "post" });
      document.body.append(made);
      made.submit();
    }""",
    "background": "(url) => { document.body.style.backgroundImage = `url(${url})`; }",
    "font": "(url) => { new FontFace('x', `url(${url})`).load().catch(() => {}); }",
    "import": "(url) => { import(url).catch(() => {}); }",
    "worker": "(url) => { try { new Worker(url); } catch {} }",
    "module-worker": "(url) => { try { new Worker(url, { type: 'module' }); } catch {} }",
    "shared-worker": "(url) => { try { new SharedWorker(url); } catch {} }",
    "service-worker": "(url) => { navigator.serviceWorker.register(url).catch(() => {}); }",
    "cache": "(url) => { caches.open('x').then((shelf) => shelf.add(url)).catch(() => {}); }",
    "worklet": "(url) => { try { CSS.paintWorklet.addModule(url).catch(() => {}); } catch {} }",
    "ping": """(url) => {
      const link = document.createElement("a");
      Object.assign(link, { href: "#x", ping: url });
      document.body.append(link);
      link.click();
    }""",
    "markup": "(url) => { document.body.insertAdjacentHTML('beforeend', `<img src='${url}'>`); }",
    "window": "(url) => { try { window.open(url); } catch {} }",
    "refresh": """(url) => {
      document.body.insertAdjacentHTML("beforeend", `<meta http-equiv="refresh" content="0;url=${url}">`);
    }""",
    "leave": "(url) => { setTimeout(() => { location.href = url; }); }",
}
"""By name; those at the end would take the page itself elsewhere."""

FROM_WORKER = {
    "fetch": "(url) => { (delete self.fetch, fetch)(url).catch(() => {}); }",
    "xhr": FROM_PAGE["xhr"],
    "websocket": FROM_PAGE["websocket"],
    "eventsource": FROM_PAGE["eventsource"],
    "import": FROM_PAGE["import"],
    "worker": FROM_PAGE["worker"],
    "cache": FROM_PAGE["cache"],
    "font": "(url) => { new FontFace('x', `url(${url})`).load().catch(() => {}); }",
}

IN_A_WORKER = """() => {
  window.made = new Worker(URL.createObjectURL(new Blob([""], { type: "text/javascript" })), { type: "module" });
}"""
"""Makes a worker as the page makes its own."""
