/* Loads the interactive radar on a click; without it the drawn one and its table say everything. */
(() => {
  "use strict";
  const place = document.getElementById("explore");
  if (!place) return;
  const [button, picture, status] = place.children;

  const load = (element, attributes) => new Promise((resolve, reject) => {
    Object.assign(element, attributes, { onload: resolve, onerror: reject });
    document.head.append(element);
  });

  const show = async () => {
    const { figure, script, style } = place.dataset;
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    // The sheet carries the id that Plotly looks for, so that it writes no rules of its own.
    const sheet = document.createElement("link");
    sheet.className = "no-inline-styles";
    const [answer] = await Promise.all([
      fetch(figure + (dark ? "?scheme=dark" : "")),
      load(sheet, { rel: "stylesheet", id: "plotly.js-style-global", href: style }),
      load(document.createElement("script"), { src: script }),
    ]);
    if (!answer.ok) throw new Error(answer.statusText);
    const { data, layout, config } = await answer.json();
    picture.hidden = false;
    await window.Plotly.newPlot(picture, data, layout, config);
    button.remove();
  };

  button.addEventListener("click", () => {
    button.disabled = true;
    show().catch(() => {
      picture.hidden = true;
      button.disabled = false;
      status.textContent = place.dataset.failed;
    });
  });
  place.hidden = false;
})();
