// The result's page is what it was when it was loaded. If the night has gone on since, it says so, and changes nothing by
// itself: somebody may be typing, and what is confirmed is what was seen.

import { follow } from "/static/stream.js";

const head = Number(document.querySelector("[data-head]").dataset.head);
const stale = document.getElementById("result-stale");

follow({
  stream: "/desk/stream",
  screen: "/desk/screen",
  onScreen: ({ position }) => {
    if (position > head) stale.hidden = false;
  },
  onLink: () => {},
});
