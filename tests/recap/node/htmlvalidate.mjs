// What html-validate asks of the pages: its standard rules, its rules for people who are shut out, and what follows.
export default {
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // Pages are written by templates, so how they are indented and broken into lines is nobody's concern.
    "no-trailing-whitespace": "off",
    // A title with the name of the season is as long as that name; whoever lists pages cuts it.
    "long-title": "off",
    // HTML takes a void element either way; one way in all pages.
    "void-style": ["error", { style: "omit" }],
  },
};
