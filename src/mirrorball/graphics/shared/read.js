// What hosts send is read here: flat fields that may be texts or numbers, rows, rows as text, rows of a feed.

/** @typedef {Record<string, unknown>} Fields */

/** @param {unknown} value @returns {Fields} */
export function fieldsOf(value) {
  if (typeof value === "string") {
    try {
      return fieldsOf(JSON.parse(value)); // some hosts send what they were typed
    } catch {
      return {};
    }
  }
  return value !== null && typeof value === "object" && !Array.isArray(value) ? /** @type {Fields} */ (value) : {};
}

/** A field as one line of text. @param {unknown} value */
export function text(value) {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  if (typeof value !== "string") return "";
  return value.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim();
}

/** The first of these that is not empty. @param {...unknown} values */
export function first(...values) {
  return values.map(text).find((one) => one !== "") ?? "";
}

/** A mark or a sum as people write it: 8.5 is 8½. @param {...unknown} values */
export function mark(...values) {
  const said = first(...values);
  const half = /^(-?\d+)[.,]50*$/.exec(said);
  if (half) return half[1] === "0" ? "½" : `${half[1]}½`;
  return said.replace(/^(-?\d+)[.,]0+$/, "$1");
}

/** A number, sent as one or as text. @param {unknown} value @returns {number | null} */
export function number(value) {
  const said = typeof value === "string" ? value.trim() : value;
  if (said === "" || (typeof said !== "string" && typeof said !== "number")) return null;
  const found = Number(said);
  return Number.isFinite(found) ? found : null;
}

/**
 * The rows: those of `rows`, else those of `rowsText` (one a line, parts set apart by |), else those of the feed.
 * @param {Fields} fields @param {readonly Fields[]} feed @param {readonly string[]} parts @returns {Fields[]}
 */
export function rowsOf(fields, feed, parts) {
  const rows = typeof fields.rows === "string" ? parsed(fields.rows) : fields.rows;
  if (Array.isArray(rows) && rows.length) return rows.map(fieldsOf).filter(saysSomething);
  const lines = typeof fields.rowsText === "string" ? fields.rowsText.split(/\r\n|\r|\n|\\n/) : [];
  const typed = lines
    .filter((line) => line.trim())
    .map((line) => {
      const said = line.split("|");
      return Object.fromEntries(parts.map((part, nth) => [part, text(said[nth])]));
    });
  return typed.length ? typed.filter(saysSomething) : feed.filter(saysSomething);
}

/** @param {string} written @returns {unknown} */
function parsed(written) {
  try {
    return JSON.parse(written);
  } catch {
    return [];
  }
}

/** A feed has always a row, and one that is all empty stands for none. @param {Fields} row */
function saysSomething(row) {
  return Object.entries(row).some(([name, value]) => !["row", "sequence"].includes(name) && text(value) !== "");
}

/**
 * The rows that a feed answers with, or null where it did not answer.
 * @param {string} address @param {string} token @returns {Promise<Fields[] | null>}
 */
export async function feedAt(address, token) {
  const giveUp = new AbortController();
  const late = setTimeout(() => giveUp.abort(), 2000);
  try {
    const headers = token ? { Authorization: `Bearer ${token}` } : undefined;
    const answer = await fetch(address, { headers, cache: "no-store", signal: giveUp.signal });
    const rows = answer.ok ? await answer.json() : null;
    return Array.isArray(rows) ? rows.map(fieldsOf) : null;
  } catch {
    return null;
  } finally {
    clearTimeout(late);
  }
}
