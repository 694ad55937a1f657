// The fields are links to their places, so the page works without this script. It adds: marking by hover and
// focus, the way back from a place to its field, and moving with the arrow keys.
(() => {
  const letter = document.getElementById("letter");
  const panel = document.getElementById("panel");
  const card = document.getElementById("card");
  const fold = document.getElementById("fold");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const WAIT = 110; // milliseconds over a field before its place is shown: passing over many should not stir
  let lit = []; // what is marked now
  let chosen = null; // what a click or the keyboard chose; it is marked when nothing else is
  let timer = 0;

  const markOf = (field) => document.getElementById(field.hash.slice(1));
  const whole = (mark) => (mark.id ? mark : document.getElementById(mark.dataset.m));
  const fragments = (mark) => [mark, ...letter.querySelectorAll(`[data-m="${mark.id}"]`)];
  const listed = (numbers, prefix) => (numbers || "").split(" ").filter(Boolean).map((n) => document.getElementById(prefix + n));
  const fieldsOf = (mark) => listed(mark.dataset.f, "f");
  const findingsOf = (mark) => listed(mark.dataset.g, "finding-");

  function light(elements) {
    for (const element of lit) element.classList.remove("on");
    lit = elements;
    for (const element of lit) element.classList.add("on");
  }

  function lightUp(target) { // a mark with its fields, or a field with its mark
    if (!target) return light([]);
    const mark = target.matches("mark") ? target : markOf(target);
    light([...fragments(mark), ...(target === mark ? fieldsOf(mark) : [target])]);
  }

  function show(element, top, bottom) { // scroll only what is out of sight, and far away without a ride
    const box = element.getBoundingClientRect();
    if (box.top >= top + 8 && box.bottom <= bottom - 8) return;
    const height = bottom - top;
    if (box.height > height && box.top < bottom - 80 && box.bottom > top + 80) return; // fills the view
    const far = Math.abs(box.top - top) > 3 * height;
    const behavior = far || calm.matches ? "instant" : "smooth";
    element.scrollIntoView({ block: box.height > 0.6 * height ? "start" : "center", inline: "nearest", behavior });
  }

  const covered = () => getComputedStyle(panel).position === "fixed";
  const showMark = (mark) => show(mark, 0, covered() ? panel.getBoundingClientRect().top : innerHeight);

  function showField(field) {
    const item = field.closest("details");
    if (item) item.open = true;
    if (covered() && panel.classList.contains("folded")) toggle();
    const box = panel.getBoundingClientRect();
    show(field, box.top + panel.querySelector(".bar").offsetHeight, Math.min(box.bottom, innerHeight));
  }

  function sectionOf(field) {
    const section = field.closest(".section");
    const group = field.closest("dl").previousElementSibling;
    const title = section.matches("details") ? `Item ${section.querySelector(".number").textContent}` : section.dataset.title;
    return group && group.matches("h3:not(.title)") ? `${title}, ${group.textContent}` : title;
  }

  function line(title, text, path) { // text only: what stands in a letter never becomes markup
    const entry = document.createElement("p");
    const name = document.createElement("b");
    name.textContent = title;
    entry.append(name, text);
    if (path) {
      const code = document.createElement("code");
      code.textContent = path;
      entry.append(code);
    }
    return entry;
  }
  const named = (field) => line(`${sectionOf(field)}: ${field.dataset.name}`, field.textContent, field.dataset.path);
  const flagged = (finding) =>
    line(`Finding ${finding.dataset.number}: ${finding.querySelector("strong").textContent}`, finding.querySelector(".message").textContent);

  function name(mark) {
    card.hidden = false;
    card.replaceChildren(...fieldsOf(mark).map(named), ...findingsOf(mark).map(flagged));
    const boxes = mark.getClientRects();
    const box = boxes[0];
    const below = box.top < card.offsetHeight + 16;
    const left = Math.max(12, Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 12));
    const edge = below ? boxes[boxes.length - 1].bottom + 8 : box.top - card.offsetHeight - 8;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${edge + scrollY}px`;
  }

  function choose(target) {
    clearTimeout(timer);
    chosen = target;
    lightUp(target);
    if (!target || !target.matches("mark")) card.hidden = true;
  }

  function chooseField(field) {
    choose(field);
    showMark(markOf(field));
  }

  function chooseMark(mark) {
    choose(mark);
    showField([...fieldsOf(mark), ...findingsOf(mark)][0]);
    rove(mark);
    name(mark);
  }

  // One mark at a time can be reached by the tabulator; the arrow keys move on from there. To the pointer it is
  // text: what can take the focus cannot be selected from.
  let stop = letter.querySelector("mark");
  if (stop) stop.tabIndex = 0;
  addEventListener("pointerdown", () => stop && stop.removeAttribute("tabindex"));
  addEventListener("pointerup", () => stop && (stop.tabIndex = 0));
  function rove(mark) {
    if (mark !== stop) stop.removeAttribute("tabindex");
    stop = mark;
    stop.tabIndex = 0;
  }
  function enter(mark) {
    rove(mark);
    mark.focus({ preventScroll: true });
  }

  function toggle() {
    const folded = panel.classList.toggle("folded");
    fold.setAttribute("aria-expanded", String(!folded));
  }
  fold.addEventListener("click", toggle);

  panel.addEventListener("pointerover", (event) => {
    const field = event.target.closest("a.value, a.place");
    clearTimeout(timer);
    if (!field || event.pointerType !== "mouse") return;
    timer = setTimeout(() => {
      lightUp(field);
      showMark(markOf(field));
    }, WAIT);
  });
  letter.addEventListener("pointerover", (event) => {
    const mark = event.target.closest("mark");
    clearTimeout(timer);
    if (event.pointerType === "mouse") lightUp(mark ? whole(mark) : chosen);
  });
  for (const side of [panel, letter]) {
    side.addEventListener("pointerleave", () => {
      clearTimeout(timer);
      lightUp(chosen);
    });
  }

  panel.addEventListener("focusin", (event) => {
    const field = event.target.closest("a.value, a.place");
    if (field && field.matches(":focus-visible")) chooseField(field);
  });
  panel.addEventListener("click", (event) => {
    const field = event.target.closest("a.value, a.place");
    if (!field) return;
    event.preventDefault();
    chooseField(field);
    if (event.detail === 0) enter(markOf(field)); // by the keyboard: go there
  });

  letter.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (!mark || event.target.closest(".flag") || !getSelection().isCollapsed) return;
    chooseMark(whole(mark));
  });
  document.addEventListener("click", (event) => {
    const flag = event.target.closest(".flag, .count");
    if (!flag) return;
    event.preventDefault();
    const finding = document.getElementById(flag.hash.slice(1));
    showField(finding);
    finding.focus({ preventScroll: true });
  });
  letter.addEventListener("focusin", (event) => {
    const mark = event.target.closest("mark");
    if (mark && mark.matches(":focus-visible")) chooseMark(whole(mark));
  });

  function neighbour(elements, from, step) {
    const at = elements.indexOf(from);
    for (let n = at + step; n >= 0 && n < elements.length; n += step) {
      if (elements[n].checkVisibility()) return elements[n];
    }
    return null;
  }
  const arrows = (event, back, on) => (event.key === on) - (event.key === back);
  const plain = (event) => !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);

  letter.addEventListener("keydown", (event) => {
    const mark = event.target.closest("mark");
    if (!mark || !plain(event)) return;
    const step = arrows(event, "ArrowLeft", "ArrowRight");
    if (step) {
      const next = neighbour([...letter.querySelectorAll("mark[id]")], whole(mark), step);
      if (next) {
        showMark(next);
        enter(next);
      }
      event.preventDefault();
    } else if (event.key === "Enter") {
      const [field] = [...fieldsOf(whole(mark)), ...findingsOf(whole(mark))];
      showField(field);
      field.focus({ preventScroll: true });
      event.preventDefault();
    }
  });
  panel.addEventListener("keydown", (event) => {
    const step = arrows(event, "ArrowUp", "ArrowDown");
    if (!step || !plain(event) || !event.target.matches("a, summary")) return;
    const next = neighbour([...panel.querySelectorAll("a, summary")], event.target, step);
    if (next) {
      showField(next);
      next.focus({ preventScroll: true });
    }
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") choose(null);
  });

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...panel.querySelectorAll("details:not([open])")];
    for (const item of closed) item.open = true;
  });
  addEventListener("afterprint", () => {
    for (const item of closed) item.open = false;
  });
})();
