// Fields of the tray's forms. Each keeps what is in it when a new screen comes; only what can be chosen is refreshed.

import { make } from "/static/words.js";

let numbered = 0;

/**
 * Build a field from `{name, label, kind, hint, options(screen), value}`. Kinds: words, line, number, choice, songs. Returns
 * `{name, element, value, update, focus, control, wrong}`.
 */
export function build(field, onChange) {
  numbered += 1;
  const id = `field-${numbered}`;
  if (field.kind === "songs") return songs(field, id, onChange);
  const hint = field.hint ? make("p", { class: "quiet", id: `${id}-hint` }, field.hint) : null;
  const control = controls[field.kind](field, id, hint);
  control.addEventListener("input", onChange);
  const element = make("div", { class: "field" }, make("label", { for: id }, field.label), hint, control);
  return {
    name: field.name,
    element,
    value: () => control.value.trim(),
    update: (screen) => {
      if (field.kind === "choice") choices(control, field.options(screen));
    },
    focus: () => control.focus(),
    control: () => control,
    wrong: (is, slot) => mark(control, is, slot, hint),
  };
}

const controls = {
  words: (field, id, hint) => make("textarea", { id, rows: "2", maxlength: "500", ...common(field, hint) }),
  line: (field, id, hint) => make("input", { id, type: "text", maxlength: "200", ...common(field, hint) }),
  number: (field, id, hint) =>
    make("input", { id, type: "text", inputmode: "decimal", maxlength: "12", class: "short", ...common(field, hint) }),
  choice: (field, id, hint) => make("select", { id, ...common(field, hint) }),
};

function common(field, hint) {
  return { autocomplete: "off", spellcheck: field.kind === "number" ? "false" : "true", "aria-describedby": hint?.id ?? null };
}

function mark(control, is, slot, hint) {
  if (slot && !slot.id) slot.id = `${control.id}-answer`;
  if (is) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
  const described = [hint?.id, is ? slot?.id : ""].filter(Boolean).join(" ");
  if (described) control.setAttribute("aria-describedby", described);
  else control.removeAttribute("aria-describedby");
}

// What is chosen stays chosen, even if it can be chosen no more: then the server says so.
function choices(select, options) {
  const key = JSON.stringify(options);
  if (select.dataset.key === key) return;
  select.dataset.key = key;
  const chosen = select.value;
  const kept = chosen && !options.some(([value]) => value === chosen) ? select.selectedOptions[0].textContent : null;
  select.replaceChildren(
    make("option", { value: "" }, options.length ? "Choose" : "There is none"),
    ...options.map(([value, words]) => make("option", { value }, words)),
    ...(kept ? [make("option", { value: chosen }, `${kept} (not any more)`)] : []),
  );
  select.value = chosen;
}

// Several songs, each with a title and who performs it.
function songs(field, id, onChange) {
  const list = make("ol", { class: "songs" });
  const more = make("button", { class: "button small", type: "button", onclick: () => add().focus() }, "Add a song");
  const element = make("fieldset", { class: "field" }, make("legend", {}, field.label), list, more);
  let count = 0;

  function add() {
    count += 1;
    const [title, artists] = [`${id}-title-${count}`, `${id}-artists-${count}`];
    const control = make("input", { id: title, type: "text", maxlength: "200", autocomplete: "off", oninput: onChange });
    const by = make("input", { id: artists, type: "text", maxlength: "200", autocomplete: "off", oninput: onChange });
    const away = make("button", { class: "button small", type: "button", "data-weight": "plain" }, "Take this song out");
    const row = make(
      "li",
      { class: "song" },
      make("div", { class: "field" }, make("label", { for: title }, "Title"), control),
      make("div", { class: "field" }, make("label", { for: artists }, "Artists, with semicolons between"), by),
      away,
    );
    away.addEventListener("click", () => {
      row.remove();
      away.hidden = false;
      single();
      onChange();
      more.focus();
    });
    list.append(row);
    single();
    return control;
  }

  // The only song cannot be taken out.
  function single() {
    const rows = [...list.children];
    for (const row of rows) row.querySelector("button").hidden = rows.length < 2;
  }

  add();
  return {
    name: field.name,
    element,
    value: () =>
      [...list.children].map((row) => {
        const [title, by] = row.querySelectorAll("input");
        const artists = by.value.split(";").map((name) => name.trim()).filter(Boolean);
        return { title: title.value.trim(), artists, featured: [] };
      }),
    update: () => {},
    focus: () => list.querySelector("input").focus(),
    control: () => list.querySelector("input"),
    wrong: () => {},
  };
}
