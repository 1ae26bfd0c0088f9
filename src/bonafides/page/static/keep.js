// What the user asked to keep: finished answers, on this device, in this browser, until they are deleted.

import { SCOPE } from "./shelf.js";

const DATABASE = `bonafides ${SCOPE}`;
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

// The content goes first and at once; then the database, which another open tab may hold for a moment. A database that
// cannot be opened, as one of a later version, is deleted all the same. Rejects where anything is left.
export async function forgetAll() {
  const cleared = await forgotten();
  const deleted = await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(DATABASE);
    request.onsuccess = () => resolve(true);
    request.onerror = request.onblocked = () => resolve(false);
  }).catch(() => false); // storage is forbidden
  if (!cleared && !deleted && (await exists())) throw new Error("not deleted");
}

const forgotten = () => within("readwrite", (store) => store.clear()).then(() => true, () => false);

async function exists() {
  try {
    return (await indexedDB.databases()).some(({ name }) => name === DATABASE);
  } catch {
    return false; // where storage is forbidden nothing was ever kept
  }
}
