// What a renderer of OGraf graphics does: fetch the module, make an element of it, load it.

/** A graphic of this module, loaded and lying in `place`. */
export async function graphicOf(place, name, main) {
  const tag = `mirrorball-${name}`;
  if (!customElements.get(tag)) {
    const { default: Graphic } = await import(main);
    if (!customElements.get(tag)) customElements.define(tag, Graphic);
  }
  const element = document.createElement(tag);
  element.className = "graphic";
  place.append(element);
  await element.load({ renderType: "realtime" });
  return element;
}

/** The same, holding these values, and at the end of its way in. */
export async function still(place, name, main, values) {
  const element = await graphicOf(place, name, main);
  await element.updateAction({ data: values, skipAnimation: true });
  await element.playAction({ goto: 0, skipAnimation: true });
  return element;
}
