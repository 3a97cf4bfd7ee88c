// Updating in place. A row is built once for its key and then only told what changed, so that a press under way, a field
// that somebody types in and the focus outlive every new screen.

const known = new WeakMap();

/** Set a text, but only if it reads differently: a screen reader and a selection are left in peace. */
export function text(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** Show or hide; returns whether it is shown. */
export function reveal(element, shown) {
  if (element.hidden === shown) element.hidden = !shown;
  return shown;
}

/** Set an attribute, or take it away where the value is null or false. */
export function attribute(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

/**
 * Make the children of `holder` agree with `items`, in their order. `build(item)` returns `{element, update}`; it is
 * called once a key, `update(item, index)` at every time.
 */
export function rows(holder, items, keyOf, build) {
  if (!known.has(holder)) known.set(holder, new Map());
  const built = known.get(holder);
  const focused = holder.contains(document.activeElement) ? document.activeElement : null;
  const wanted = new Set(items.map(keyOf));
  for (const [key, row] of built) {
    if (wanted.has(key)) continue;
    row.element.remove();
    built.delete(key);
  }
  let before = holder.firstElementChild;
  items.forEach((item, index) => {
    const key = keyOf(item);
    if (!built.has(key)) built.set(key, build(item));
    const row = built.get(key);
    row.update(item, index);
    if (row.element === before) before = before.nextElementSibling;
    else holder.insertBefore(row.element, before);
  });
  if (focused && document.activeElement !== focused) keepFocus(focused, holder);
}

// Moving a row takes its focus away, and a row that went takes the focus with it: then its part of the page has it.
function keepFocus(focused, holder) {
  if (focused.isConnected) focused.focus({ preventScroll: true });
  else holder.closest(".part, .tray")?.querySelector("h2")?.focus({ preventScroll: true });
}
