// Names are never cut: one that is too long shrinks, then takes a second line. What holds several shrinks as a whole.

const SMALLER = 0.94;
const ONE_LINE = 0.62; // of its size; before a name gets smaller than this it takes a second line
const TIGHTEST = 6;

/** Whether the page fills one screen that nobody scrolls; otherwise it is read like any page. */
export const room = matchMedia("(min-width: 900px) and (min-aspect-ratio: 5/4)");

/** Fit everything in these parts of the page, each as loosely as it can be. */
export function fitAll(...parts) {
  for (const part of parts) {
    for (let tight = 0; tight <= TIGHTEST; tight += 1) {
      part.dataset.tight = tight;
      for (const name of part.querySelectorAll(".fit")) fit(name);
      if (!room.matches || fits(part)) break;
    }
  }
}

function fits(part) {
  return [part, ...part.querySelectorAll(".holds")].every(
    (one) => one.scrollHeight <= one.clientHeight + 1 && one.scrollWidth <= one.clientWidth + 1,
  );
}

// The style sheet sets the least size itself, so a scale below it changes nothing.
function fit(name) {
  const set = (scale) => name.style.setProperty("--fit", scale.toFixed(3));
  set(1);
  name.dataset.lines = "1";
  const width = name.scrollWidth;
  const scale = width > name.clientWidth ? (name.clientWidth / width) * 0.985 : 1;
  if (scale >= ONE_LINE) {
    set(scale);
    if (name.scrollWidth <= name.clientWidth + 1) return;
  }
  name.dataset.lines = "2";
  for (let next = 0.86; next > 0.2; next *= SMALLER) {
    set(next);
    const lines = Math.round(name.clientHeight / parseFloat(getComputedStyle(name).lineHeight));
    if (lines <= 2 && name.scrollWidth <= name.clientWidth + 1) return;
  }
}
