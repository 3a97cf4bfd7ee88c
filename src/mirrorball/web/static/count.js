// The count keeps itself fresh: its part of the page is asked for again every few seconds. Without this it is a page that
// is loaded again by hand.

const EVERY = 5000; // milliseconds
const PATIENCE = 120000; // a large box takes its time, the more so the first

const part = document.getElementById("count");
const stale = document.getElementById("count-stale");
let under = false;

async function refresh() {
  if (under || document.hidden || part.contains(document.activeElement)) return;
  under = true;
  try {
    const answer = await fetch(part.dataset.from, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
    const found = await answer.text();
    if (answer.ok && !answer.redirected && !part.contains(document.activeElement)) part.replaceChildren(...new DOMParser().parseFromString(found, "text/html").body.childNodes);
    stale.hidden = answer.ok;
  } catch {
    stale.hidden = false;
  } finally {
    under = false;
  }
}

setInterval(refresh, EVERY);
