// A look at each graphic: the graphic itself, filled with what its manifest gives as an example, standing still.

import { still } from "/static/ograf.js";

for (const place of document.querySelectorAll(".graphic-look")) {
  const { name, main, sample } = place.dataset;
  still(place, name, main, JSON.parse(sample)).catch((error) => console.warn(error));
}
