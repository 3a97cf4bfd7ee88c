// Keeps the judge's page on the tablet, so that it opens without the network. What the judge does is kept by the page.
//
// The network comes first, so that all parts are of one version; while it is away, what was kept answers at once.

const KEPT = "mirrorball-judge-1";
const PAGE = "/judge";
const PARTS = [
  "/static/tokens.css",
  "/static/base.css",
  "/static/page.css",
  "/static/judge.css",
  "/static/judge-marks.css",
  "/static/clock.js",
  "/static/judge.js",
  "/static/judge-choice.js",
  "/static/judge-floor.js",
  "/static/judge-list.js",
  "/static/judge-notices.js",
  "/static/judge-windows.js",
  "/static/judging.js",
  "/static/numbers.js",
  "/static/outbox.js",
  "/static/pad.js",
  "/static/post.js",
  "/static/store.js",
  "/static/stream.js",
  "/static/words.js",
  "/static/fonts/inter.woff2",
  "/static/fonts/fraunces.woff2",
  "/static/icon.svg",
];
const PATIENCE = 3000; // milliseconds
const AWAY = 10000; // how long one failure speaks for all

let failed = 0;

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(clear().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const page = request.mode === "navigate" && url.pathname === PAGE;
  if (page || PARTS.includes(url.pathname)) event.respondWith(answer(request, page ? PAGE : url.pathname));
});

// One part that cannot be had must not keep the rest from being kept.
async function fill() {
  const kept = await caches.open(KEPT);
  await Promise.allSettled([PAGE, ...PARTS].map((part) => fetched(part, { cache: "reload" }).then((got) => keep(kept, part, got))));
}

async function clear() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("mirrorball-judge-") && name !== KEPT).map((n) => caches.delete(n)));
}

async function answer(request, name) {
  const kept = await caches.open(KEPT);
  const before = await kept.match(name);
  if (before && Date.now() - failed < AWAY) return before;
  try {
    const got = await fetched(request, {}, before ? PATIENCE : undefined);
    failed = 0;
    await keep(kept, name, got.clone());
    return got;
  } catch (cause) {
    failed = Date.now();
    if (before) return before;
    throw cause;
  }
}

// Only what is really this page: not a way to the door, not an error.
async function keep(kept, name, got) {
  if (got.status === 200 && !got.redirected && got.type === "basic") await kept.put(name, got);
}

async function fetched(what, options = {}, patience = 10000) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patience);
  try {
    return await fetch(what, { ...options, signal: giveUp.signal });
  } finally {
    clearTimeout(timer);
  }
}
