// What this device keeps: values under names. IndexedDB first; localStorage where that is refused; and where that is
// refused too, the memory of this page, which `lasting` says.

const NAME = "mirrorball";
const WAIT = 3000; // milliseconds for IndexedDB to open; some browsers never answer when they keep nothing

/** Open the best store that there is. */
export async function openStore() {
  try {
    return sturdy(indexed(await opened()));
  } catch {
    const kept = local();
    return kept ? sturdy(kept) : memory();
  }
}

// A store that fails in the middle of the night, because the disk is full or the browser clears it, is left for memory:
// what could be read of it comes along, and `lasting` says from then on that a reload would lose it.
function sturdy(first) {
  let store = first;
  let moving = null;
  const move = async () => {
    const refuge = memory();
    for (const [name, value] of await first.entries().catch(() => [])) await refuge.put(name, value);
    store = refuge;
  };
  const through =
    (what) =>
    async (...given) => {
      const used = store;
      try {
        return await used[what](...given);
      } catch (cause) {
        if (used !== first) throw cause;
        await (moving ??= move());
        return store[what](...given);
      }
    };
  return {
    get lasting() {
      return store.lasting;
    },
    ...Object.fromEntries(["get", "put", "remove", "all", "change"].map((what) => [what, through(what)])),
  };
}

function opened() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
    asked.onblocked = failed;
    setTimeout(() => failed(new Error("IndexedDB does not answer.")), WAIT);
  });
}

function indexed(base) {
  // `work` gets the object store; what it hands to `give` is the result once everything is on the disk.
  const within = (mode, work) =>
    new Promise((done, failed) => {
      const held = base.transaction("kept", mode, { durability: "strict" });
      let result;
      held.oncomplete = () => done(result);
      held.onerror = () => failed(held.error);
      held.onabort = () => failed(held.error);
      work(held.objectStore("kept"), (given) => {
        result = given;
      });
    });
  base.onversionchange = () => base.close();
  return {
    lasting: true,
    get: (name) =>
      within("readonly", (kept, give) => {
        kept.get(name).onsuccess = (event) => give(event.target.result ?? null);
      }),
    put: (name, value) => within("readwrite", (kept) => kept.put(value, name)),
    remove: (name) => within("readwrite", (kept) => kept.delete(name)),
    all: (start) =>
      within("readonly", (kept, give) => {
        kept.getAll(IDBKeyRange.bound(start, `${start}\uffff`)).onsuccess = (event) => give(event.target.result);
      }),
    entries: () =>
      within("readonly", (kept, give) => {
        const found = [];
        kept.openCursor().onsuccess = (event) => {
          const cursor = event.target.result;
          give(found);
          if (!cursor) return;
          found.push([cursor.key, cursor.value]);
          cursor.continue();
        };
      }),
    // Read and write in one go, so that two tabs cannot come between: `change(found)` returns what to keep.
    change: (name, change) =>
      within("readwrite", (kept, give) => {
        kept.get(name).onsuccess = (event) => {
          const next = change(event.target.result ?? null);
          kept.put(next, name);
          give(next);
        };
      }),
  };
}

function local() {
  try {
    localStorage.setItem(`${NAME}/try`, "1");
    localStorage.removeItem(`${NAME}/try`);
  } catch {
    return null;
  }
  const full = (name) => `${NAME}/${name}`;
  const get = (name) => JSON.parse(localStorage.getItem(full(name)) ?? "null");
  const put = (name, value) => localStorage.setItem(full(name), JSON.stringify(value));
  return simple({
    lasting: true,
    get,
    put,
    remove: (name) => localStorage.removeItem(full(name)),
    names: () =>
      Object.keys(localStorage)
        .filter((name) => name.startsWith(full("")))
        .map((name) => name.slice(full("").length)),
  });
}

function memory() {
  const kept = new Map();
  return simple({
    lasting: false,
    get: (name) => kept.get(name) ?? null,
    put: (name, value) => void kept.set(name, value),
    remove: (name) => void kept.delete(name),
    names: () => [...kept.keys()],
  });
}

function simple({ lasting, get, put, remove, names }) {
  return {
    lasting,
    get: async (name) => get(name),
    put: async (name, value) => put(name, value),
    remove: async (name) => remove(name),
    entries: async () => names().map((name) => [name, get(name)]),
    all: async (start) => names().filter((name) => name.startsWith(start)).map(get),
    change: async (name, change) => {
      const next = change(get(name));
      put(name, next);
      return next;
    },
  };
}
