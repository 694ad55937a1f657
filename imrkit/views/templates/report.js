// Draws the charts, sorts the tables, and shows the numbers under the pointer.
const { config, specs } = JSON.parse(document.getElementById("data").textContent);
const card = document.getElementById("card");

function tell(handler, event, item, value) { // text only: what stands in a letter never becomes markup
  card.hidden = !value;
  if (!value) return;
  card.replaceChildren(...Object.entries(value).map(([name, shown], at) => {
    const line = document.createElement("p");
    const label = document.createElement("span");
    label.textContent = at ? name : shown;
    line.append(label);
    if (at) line.append(String(shown));
    return line;
  }));
  const right = event.clientX + card.offsetWidth + 24 > innerWidth;
  card.style.left = `${Math.max(4, right ? event.clientX - card.offsetWidth - 12 : event.clientX + 12)}px`;
  card.style.top = `${Math.min(event.clientY + 12, innerHeight - card.offsetHeight - 4)}px`;
}

async function draw() {
  for (const place of document.querySelectorAll("[data-chart]")) {
    const spec = { width: "container", autosize: { type: "fit-x", contains: "padding" }, ...specs[place.dataset.chart] };
    const labels = Math.max(90, 0.4 * place.clientWidth);
    const shape = { ...config, axisY: { ...config.axisY, labelLimit: labels } };
    // The policy of this page forbids what makes functions of text, so expressions are interpreted.
    await vegaEmbed(place, spec, {
      config: shape,
      ast: true,
      actions: false,
      renderer: "svg",
      defaultStyle: false,
      tooltip: tell,
    });
    for (const name of ["role", "aria-label", "aria-roledescription"]) place.removeAttribute(name);
    place.ariaHidden = "true"; // the picture around it has a name, and the table has the numbers
  }
  document.documentElement.dataset.drawn = "";
}
draw();

const order = new Intl.Collator("en", { numeric: true });
const compare = (a, b) => {
  const [x, y] = [a, b].map((value) => (value === "" ? NaN : Number(value)));
  return Number.isNaN(x) || Number.isNaN(y) ? order.compare(a, b) : x - y;
};
for (const table of document.querySelectorAll("table")) {
  const body = table.tBodies[0];
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, at) => {
    heading.firstElementChild.addEventListener("click", () => {
      const number = heading.classList.contains("number");
      const before = heading.getAttribute("aria-sort");
      const down = before ? before === "ascending" : number; // numbers are looked at from the largest
      for (const other of headings) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const value = (row) => row.cells[at].dataset.value;
      const rows = [...body.rows].sort((a, b) => {
        if (!value(a) || !value(b)) return Boolean(value(b)) - Boolean(value(a)); // what is missing comes last
        return (down ? -1 : 1) * compare(value(a), value(b));
      });
      body.append(...rows);
    });
  });
}

let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const table of closed) table.open = true;
});
addEventListener("afterprint", () => {
  for (const table of closed) table.open = false;
});
