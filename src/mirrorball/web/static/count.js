// The count keeps itself fresh: its part of the page is asked for again every few seconds. Without this it is a page that
// is loaded again by hand.

const EVERY = 5000; // milliseconds
const PATIENCE = 20000;

const part = document.getElementById("count");
let under = false;

async function refresh() {
  if (under || document.hidden || part.contains(document.activeElement)) return;
  under = true;
  try {
    const answer = await fetch(part.dataset.from, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
    const found = await answer.text();
    if (answer.ok && !answer.redirected && !part.contains(document.activeElement)) part.replaceChildren(...new DOMParser().parseFromString(found, "text/html").body.childNodes);
    part.toggleAttribute("data-stale", !answer.ok);
  } catch {
    part.toggleAttribute("data-stale", true);
  } finally {
    under = false;
  }
}

setInterval(refresh, EVERY);
