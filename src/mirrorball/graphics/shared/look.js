// The look: the colours of the night as look.py has them, the two typefaces, the stage and the safe area.

/** Kept equal to `NIGHT` in look.py by a test. */
export const NIGHT = {
  ground: "#0b1020",
  raised: "#151c33",
  ink: "#f3f1ea",
  quiet: "#a7b0c6",
  spotlight: "#f2c14e",
  silver: "#c9d3e6",
  safe: "#5cc8a1",
  jeopardy: "#ff8a65",
};

export const WIDTH = 1920;
export const HEIGHT = 1080;

/** EBU R 95: graphics stay 5 % from each edge. */
export const SAFE = { left: 96, top: 54, right: 1824, bottom: 1026 };

const DISPLAY = "Mirrorball Fraunces";
const TEXT = "Mirrorball Inter";
const FACES = [
  { family: DISPLAY, file: "fraunces" },
  { family: TEXT, file: "inter" },
];
const PATIENCE = 2000; // a host gives up after 3 s; without its typefaces a graphic still works

const SHEET = `
:host {
  all: initial; direction: ltr; display: block; position: absolute; inset: 0;
  overflow: hidden; pointer-events: none; contain: strict;
}
.stage {
  position: absolute; left: 0; top: 0; width: ${WIDTH}px; height: ${HEIGHT}px; transform-origin: 0 0;
  color: ${NIGHT.ink}; font: 400 32px/1.2 "${TEXT}", "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums lining-nums; -webkit-font-smoothing: antialiased;
}
.stage * { position: absolute; box-sizing: border-box; margin: 0; }
.text { white-space: pre; text-align: left; unicode-bidi: plaintext; line-height: 1.14; }
.text > span { position: static; display: inline-block; max-width: none; text-align: inherit; unicode-bidi: plaintext; }
.text.two > span { white-space: normal; overflow-wrap: anywhere; text-wrap: balance; }
.display { font-family: "${DISPLAY}", "Noto Serif", serif; font-weight: 600; letter-spacing: -0.01em; }
.centre { text-align: center; }
.right { text-align: right; }
svg { overflow: visible; }
`;

/**
 * A style sheet that a page's content security policy does not mind: it is made by script, not written inline.
 * @param {ShadowRoot} root
 * @param {string} more
 */
export function dress(root, more) {
  const text = SHEET + more;
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const style = document.createElement("style");
    style.textContent = text;
    root.append(style);
  }
}

/** @type {Promise<unknown> | undefined} */
let faces;
/** @type {Set<() => void>} */
const waiting = new Set();

/**
 * The typefaces, declared at the document: a shadow root cannot. Comes back when they are there, or after two
 * seconds; `late` is called whenever one arrives after that.
 * @param {() => void} late
 */
export async function typefaces(late) {
  waiting.add(late);
  faces ??= Promise.all(FACES.map(typeface));
  void faces.then(() => {
    waiting.forEach((one) => one());
    waiting.clear();
  });
  await Promise.race([faces, new Promise((done) => setTimeout(done, PATIENCE))]);
}

/** @param {() => void} late */
export function forget(late) {
  waiting.delete(late);
}

/** @param {{ family: string, file: string }} wanted */
async function typeface({ family, file }) {
  try {
    const source = `url(${JSON.stringify(new URL(`../fonts/${file}.woff2`, import.meta.url).href)})`;
    const face = new FontFace(family, source, { weight: "400 700" });
    document.fonts.add(await face.load());
  } catch {
    // Without its file a graphic is set in another typeface.
  }
}
