// How hosts drive a graphic, for the tests: the EBU's devtool, SPX, and an operator who presses anything at any time.

const PATIENCE = 3000;
const PAYLOAD = new Set(["statusCode", "statusMessage"]);

export async function made(name) {
  const manifest = await (await fetch(`/graphics/${name}.ograf.json`)).json();
  const tag = `${manifest.id}-v${manifest.version}`; // as SPX builds it
  const { default: Made } = await import(`/graphics/${manifest.main}`);
  if (!customElements.get(tag)) customElements.define(tag, Made);
  return document.createElement(tag);
}

/** A graphic on the page, loaded; the only one. */
export async function shown(name, renderType = "non-realtime") {
  document.querySelectorAll("#stage > *").forEach((one) => one.remove());
  const graphic = await made(name);
  await graphic.load({ renderType });
  document.querySelector("#stage").append(graphic);
  globalThis.graphic = graphic;
  return graphic;
}

export async function scheduled(name, schedule) {
  const graphic = await shown(name);
  await graphic.setActionsSchedule({ schedule });
}

/** What a promise of a graphic answers with, and what is wrong with it. */
export async function answered(method, promise) {
  let late;
  const patience = new Promise((_, refuse) => {
    late = setTimeout(() => refuse(new Error(`${method} took longer than 3 s`)), PATIENCE);
  });
  const wrong = [];
  let answer;
  try {
    answer = await Promise.race([promise, patience]);
    if (answer !== undefined) {
      if (typeof answer.statusCode !== "number") wrong.push(`${method}: no statusCode`);
      for (const key of Object.keys(answer)) {
        if (method === "playAction" && key === "currentStep") {
          if (typeof answer.currentStep !== "number") wrong.push(`${method}: currentStep is no number`);
        } else if (!PAYLOAD.has(key) && !key.startsWith("v_")) wrong.push(`${method}: unknown key ${key}`);
      }
    }
  } catch (error) {
    wrong.push(`${method}: ${error.message}`);
  } finally {
    clearTimeout(late);
  }
  return { method, answer: answer ?? null, wrong };
}

export async function inTurn(graphic, calls) {
  const heard = [];
  for (const [method, params] of calls) heard.push(await answered(method, graphic[method](params)));
  return heard;
}

/** The sequence of the EBU's devtool: nothing is attached, nothing is sent but what has to be. */
export async function devtool(name, data) {
  const graphic = await made(name);
  const heard = await inTurn(graphic, [
    ["load", { renderType: "realtime" }],
    ["updateAction", { data }],
    ["playAction", {}],
    ["playAction", { delta: 1 }],
    ["playAction", { goto: 0 }],
    ["customAction", { id: "take-back", payload: null }],
    ["stopAction", {}],
    ["dispose", {}],
  ]);
  const other = await made(name);
  const schedule = [
    { timestamp: 0, action: { type: "updateAction", params: { data } } },
    { timestamp: 10, action: { type: "playAction", params: {} } },
    { timestamp: 2000, action: { type: "stopAction", params: {} } },
  ];
  const unreal = await inTurn(other, [
    ["load", { renderType: "non-realtime" }],
    ["setActionsSchedule", { schedule }],
    ["goToTime", { timestamp: 1500 }],
    ["goToTime", { timestamp: 0 }],
    ["goToTime", { timestamp: 9000 }],
    ["dispose", {}],
  ]);
  return [...heard, ...unreal];
}

/** SPX: load without renderCharacteristics, attach, update, play with data and neither delta nor goto, all texts. */
export async function spx(name, data) {
  document.querySelectorAll("#stage > *").forEach((one) => one.remove());
  const graphic = await made(name);
  const loaded = await answered("load", graphic.load({ data, renderType: "realtime" }));
  document.querySelector("#stage").append(graphic);
  globalThis.graphic = graphic;
  const rest = await inTurn(graphic, [
    ["updateAction", { data }],
    ["playAction", { data }],
  ]);
  return [loaded, ...rest];
}

/** Everything that a page knows to be wrong, from many graphics at once, each pressed in its own order. */
export async function pressed(name, sequences) {
  const stage = document.querySelector("#stage");
  stage.querySelectorAll("*").forEach((one) => one.remove());
  const all = sequences.map(async (sequence) => {
    const graphic = await made(name);
    const heard = [];
    for (const { method, params, wait, attach } of sequence) {
      if (attach === true) stage.append(graphic);
      if (attach === false) graphic.remove();
      try {
        heard.push(answered(method, graphic[method](params)));
      } catch (error) {
        heard.push(Promise.resolve({ method, answer: null, wrong: [`${method} threw: ${error.message}`] }));
      }
      if (wait) await new Promise((done) => setTimeout(done, wait));
    }
    const answers = await Promise.all(heard);
    const end = await inTurn(graphic, [["dispose", {}]]);
    graphic.remove();
    return [...answers, ...end].flatMap(({ wrong }) => wrong);
  });
  return (await Promise.all(all)).flat();
}

/** The texts that are seen, in the order of the document. */
export function texts(graphic = globalThis.graphic) {
  return seen(graphic).map((one) => one.textContent.replaceAll("\u00a0", " "));
}

function seen(graphic) {
  return [...graphic.shadowRoot.querySelectorAll(".text > span")].filter((span) => {
    if (!span.textContent || !span.offsetParent) return false;
    for (let one = span.parentElement; one; one = one.parentElement) {
      const { opacity, visibility } = getComputedStyle(one);
      if (Number(opacity) < 0.5 || visibility === "hidden") return false;
    }
    return true;
  });
}

/** Texts that stand out of their plate or of the safe area, over one another, or are cut. */
export function misfits(graphic = globalThis.graphic, safe = [96, 54, 1824, 1026]) {
  const found = [];
  const frame = graphic.getBoundingClientRect();
  const scale = frame.width / 1920;
  const rects = seen(graphic).map((span) => {
    const box = span.getBoundingClientRect();
    const { left, top } = frame;
    return {
      span,
      l: (box.left - left) / scale,
      r: (box.right - left) / scale,
      t: (box.top - top) / scale,
      b: (box.bottom - top) / scale,
    };
  });
  for (const { span, l, r, t, b } of rects) {
    const said = `${span.textContent} (${[l, t, r, b].map(Math.round)})`;
    const plate = span.closest(".text").parentElement.getBoundingClientRect();
    const style = getComputedStyle(span);
    if (l < safe[0] - 1 || t < safe[1] - 1 || r > safe[2] + 1 || b > safe[3] + 1)
      found.push(`out of the safe area: ${said}`);
    const out =
      plate.width && !span.closest(".tile, .total, .chip, .row, .head, .plate")
        ? 0
        : Math.max(
            (plate.left - frame.left) / scale - l,
            r - (plate.right - frame.left) / scale,
            (plate.top - frame.top) / scale - t - 8,
            b - (plate.bottom - frame.top) / scale - 8,
          );
    if (out > 1.5) found.push(`out of its plate by ${Math.round(out)}: ${said}`);
    if (style.textOverflow === "ellipsis") found.push(`cut: ${said}`);
  }
  rects.forEach((one, nth) => {
    for (const other of rects.slice(nth + 1)) {
      const over = [
        Math.min(one.r, other.r) - Math.max(one.l, other.l),
        Math.min(one.b, other.b) - Math.max(one.t, other.t),
      ];
      if (over[0] > 2 && over[1] > 8)
        found.push(`over one another: ${one.span.textContent} / ${other.span.textContent}`);
    }
  });
  return found;
}
