// What the user asked to keep: finished answers, on this device, in this browser, until they are deleted.

const DATABASE = "bonafides";
const STORE = "kept";
const SCHEMA = 1;

function open() {
  return new Promise((resolve, reject) => {
    if (!globalThis.indexedDB) return void reject(new Error("no storage"));
    const request = indexedDB.open(DATABASE, SCHEMA);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error ?? new Error("blocked"));
  });
}

// One transaction, which is either done whole or not at all, also where the tab is closed in the middle.
async function within(mode, use) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const request = use(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

// An answer: { at, lang, level, title, html }. Gives its number.
export const keep = (answer) => within("readwrite", (store) => store.add(answer));
export const kept = () => within("readonly", (store) => store.getAll());
export const forget = (id) => within("readwrite", (store) => store.delete(id));

// The content goes first and at once; then the empty database, which another open tab may hold for a moment.
export async function forgetAll() {
  await within("readwrite", (store) => store.clear());
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(DATABASE);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
}
