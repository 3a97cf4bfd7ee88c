// A graphic as a template for CasparCG and SPX: update, play, next and stop as global functions.
//
// Hosts call in any order, twice, and before anything is loaded. What comes before the graphic is there waits and is
// carried out in its order; nothing that is asked can throw, for a host may take that for the end of the template.
// This is no module: hosts look for the functions as soon as the page is there.

(() => {
  const script = document.currentScript;
  const { fields, kinds, steps } = JSON.parse(script.dataset.adapter);
  const MOST_WAITING = 200;

  if (!window.SPXGCTemplateDefinition && script.dataset.definition) {
    window.SPXGCTemplateDefinition = JSON.parse(script.dataset.definition);
  }

  let graphic = null;
  let waiting = [];
  let on = false;
  let step = -1;
  let asked = 0; // counts what was asked of the graphic, so that a late answer does not undo what came after it

  const quietly = (what) => {
    try {
      what();
    } catch (error) {
      console.warn(error);
    }
  };

  const whenThere = (what) => {
    if (graphic) quietly(what);
    else if (waiting.length < MOST_WAITING) waiting.push(what);
  };

  const ask = (method, params, then = () => {}) => {
    asked += 1;
    const mine = asked;
    Promise.resolve(graphic[method](params)).then(
      (answer) => {
        if (mine === asked) then(answer ?? { statusCode: 200 });
      },
      (error) => console.warn(error),
    );
  };

  const play = (params, next) => {
    on = true;
    const before = step;
    step = next;
    ask("playAction", params, ({ statusCode, currentStep }) => {
      if (statusCode >= 400) {
        step = before; // there was nothing to show
        on = before >= 0;
      } else {
        step = currentStep ?? -1;
        on = step >= 0;
      }
    });
  };

  window.update = (sent) =>
    whenThere(() => {
      const found = read(sent);
      if (!Object.keys(found).length) return;
      for (const [id, name] of Object.entries(fields)) {
        const element = document.getElementById(id);
        if (element && name in found) element.textContent = found[name];
      }
      const before = asked;
      ask("updateAction", { data: found });
      asked = before; // what is playing may still answer
    });

  // A second play must not count as next, as it would in OGraf.
  window.play = () =>
    whenThere(() => {
      if (!on) play({ goto: 0 }, 0);
    });

  // A graphic of one step has nothing to go on to; others go on as OGraf has it, and off behind their last step.
  window.next = () =>
    whenThere(() => {
      if (on && (steps < 0 || step + 1 < steps)) play({ delta: 1 }, step + 1);
    });

  window.stop = () =>
    whenThere(() => {
      if (!on) return;
      on = false;
      step = -1;
      ask("stopAction", {});
    });

  // What was sent, by the graphic's own names: JSON or XML, by field or by name, and values as hosts garble them.
  function read(sent) {
    const found = typeof sent === "string" ? (/^\s*</.test(sent) ? fromXml(sent) : fromJson(sent)) : sent;
    const known = {};
    for (const [id, value] of Object.entries(found && typeof found === "object" ? found : {})) {
      const name = Object.hasOwn(fields, id) ? fields[id] : id;
      if (Object.hasOwn(kinds, name)) known[name] = as(kinds[name], value);
    }
    return known;
  }

  function fromJson(text) {
    for (const tried of [text, text.replace(/[\u0000-\u001f]/g, " ")]) {
      try {
        return JSON.parse(tried);
      } catch {
        // SPX hands new lines on as they were typed
      }
    }
    return {};
  }

  // A parser would not do: SPX escapes nothing, so a name with & or quotes is no XML any more.
  function fromXml(text) {
    const found = {};
    const parts = /<componentData\s+id=["']([^"']*)["'][^>]*>\s*<data\b[^>]*?\svalue=(["'])(.*?)\2\s*(?:\/>|><\/data>)/gs;
    for (const [, id, , value] of text.matchAll(parts)) found[id] = value.replace(/["']\s+id=["']\w*$/, "");
    return found;
  }

  function as(kind, value) {
    if (kind === "array" || kind === "object" || typeof value !== "string") return value;
    const text = value === "null" || value === "undefined" ? "" : plain(value);
    if (kind === "boolean") return /^(1|true|yes|on)$/i.test(text.trim());
    if (kind === "number" || kind === "integer") {
      const number = Number(text.replace(",", "."));
      return text.trim() && Number.isFinite(number) ? number : text;
    }
    return text;
  }

  // SPX keeps what was typed as HTML.
  function plain(text) {
    const lines = text.replace(/<br\s*\/?>/gi, "\n");
    if (!/&(#\d+|#x[\da-f]+|[a-z]+\d*);/i.test(lines)) return lines;
    const reader = document.createElement("textarea");
    reader.innerHTML = lines.replace(/</g, "&lt;");
    return reader.value;
  }

  async function load() {
    if (document.readyState === "loading") {
      await new Promise((then) => document.addEventListener("DOMContentLoaded", then, { once: true }));
    }
    const { default: Graphic } = await import(new URL(script.dataset.main, script.src).href);
    customElements.define("mirrorball-graphic", Graphic);
    const element = document.createElement("mirrorball-graphic");
    element.className = "graphic";
    document.body.append(element);
    await element.load({ renderType: "realtime" });
    graphic = element;
    const waited = waiting;
    waiting = [];
    waited.forEach(quietly);
    document.documentElement.dataset.ready = "";
  }

  load().catch((error) => console.warn(error));
})();
