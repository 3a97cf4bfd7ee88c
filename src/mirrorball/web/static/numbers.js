// Exact numbers as they travel: "9", "17/2". Never floats, so that no mark changes on its way.

/** A number as two whole ones: `{up, down}`, in lowest terms. Null if the text is none. Takes "17/2", "8.5", "8,5", "8½". */
export function exact(text) {
  const found = /^\s*(-?)(\d*)(?:(?:[.,](\d+))|(½)|(?:\/(\d+)))?\s*$/.exec(text);
  if (!found || !/[\d½]/.test(text)) return null;
  const [, sign, whole, decimals, half, below] = found;
  let up = BigInt(whole || "0");
  let down = 1n;
  if (decimals) {
    down = 10n ** BigInt(decimals.length);
    up = up * down + BigInt(decimals);
  } else if (half) {
    down = 2n;
    up = up * 2n + 1n;
  } else if (below) {
    down = BigInt(below);
    if (down === 0n || !whole) return null;
  }
  return lowest(sign ? -up : up, down);
}

function lowest(up, down) {
  let [a, b] = [up < 0n ? -up : up, down];
  while (b) [a, b] = [b, a % b];
  return a ? { up: up / a, down: down / a } : { up: 0n, down: 1n };
}

/** As a machine sends it: "17/2". */
export function written({ up, down }) {
  return down === 1n ? `${up}` : `${up}/${down}`;
}

/** As a person reads it: 8½, 8.25, 0.1. */
export function read({ up, down }) {
  const sign = up < 0n ? "-" : "";
  const size = up < 0n ? -up : up;
  const [whole, rest] = [size / down, size % down];
  if (rest === 0n) return `${sign}${whole}`;
  const part = { "1/2": "½", "1/4": "¼", "3/4": "¾" }[`${rest}/${down}`];
  if (part) return `${sign}${whole || ""}${part}`;
  const hundredths = (rest * 1000n) / down + 5n;
  const two = `${hundredths / 10n}`.padStart(2, "0");
  return two.length > 2 ? `${sign}${whole + 1n}` : `${sign}${whole}.${two.replace(/0$/, "")}`;
}

/** Whether a number is a mark of the scale: not under the lowest, not over the highest, a whole number of steps up. */
export function onScale(number, scale) {
  const [low, high, step] = [scale.lowest, scale.highest, scale.step].map(({ exact: text }) => exact(text));
  if (less(number, low) || less(high, number)) return false;
  const up = number.up * low.down - low.up * number.down;
  return (up * step.down) % (number.down * low.down * step.up) === 0n;
}

function less(one, other) {
  return one.up * other.down < other.up * one.down;
}

/**
 * How the marks of a scale are chosen. `kind` is "grid" (whole numbers), "halves" (whole numbers and a half more), or
 * "typed". `wholes` are the numbers on the buttons.
 */
export function layout(scale) {
  const marks = scale.marks.map((mark) => exact(mark.exact));
  if (!marks.length || marks.some((mark) => mark.down > 2n || mark.up < 0n)) return { kind: "typed", wholes: [] };
  const wholes = [...new Set(marks.map(({ up, down }) => `${up / down}`))];
  return { kind: marks.some((mark) => mark.down === 2n) ? "halves" : "grid", wholes };
}
