// Time bar, values of the chosen muscle, posture of the head, links from the table of episodes.
function buildTimeBar() {
  const bar = $("time"), play = $("play");
  bar.min = packed.span[0]; bar.max = packed.span[1];
  bar.addEventListener("input", () => { stop(); goTo(nearestFrame(+bar.value)); });
  bar.addEventListener("keydown", e => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[e.key];
    if (step) { e.preventDefault(); stop(); goTo(view.frame + step); }
  });
  view.moved.push(frame => {
    bar.value = packed.time[frame]; $("clock").textContent = clockText(packed.time[frame]); bar.setAttribute("aria-valuetext", clockText(packed.time[frame]));
  });
  for (const e of packed.episodes.slice(0, 400)) {
    const mark = make("i", { class: "d" + e.state }); mark.style.left = 100 * share(e.onset) + "%"; mark.style.width = 100 * Math.min((e.duration || 0) / span, 1 - share(e.onset)) + "%"; $("marks").append(mark);
  }
  let timer = 0, last = 0;
  function stop() { cancelAnimationFrame(timer); timer = 0; play.textContent = "▶"; play.setAttribute("aria-label", "Play"); }
  function tick(now) {
    if (now - last > 22000 / Math.max(F, 60)) { last = now; if (view.frame >= F - 1) { stop(); return; } goTo(view.frame + 1); }
    timer = requestAnimationFrame(tick);
  }
  play.addEventListener("click", () => {
    if (timer) { stop(); return; }
    if (view.frame >= F - 1) goTo(0);
    play.textContent = "❚❚"; play.setAttribute("aria-label", "Pause"); timer = requestAnimationFrame(tick);
  });
}
function buildPanel() {
  const pick = $("pick");
  for (const k of order) pick.append(make("option", { value: k }, packed.muscles[k].name));
  pick.addEventListener("change", () => choose(+pick.value));
  const cells = draw("svg", { viewBox: "0 0 24 1.5", "aria-hidden": "true" });
  const segs = Array.from({ length: S }, (_, s) => draw("rect", { x: s * 24 / S + .04, width: 24 / S - .08, height: 1.5 })); cells.append(...segs); $("pcells").append(cells);
  const values = packed.values.map(v => { const row = make("tr"), cell = make("td"); row.append(make("td", {}, v.label), cell); $("pvalues").append(row); return { v, cell }; });
  let over = null;
  const show = () => {
    if (!M || !F) return;
    const k = over === null ? view.muscle : over; let worst = 0;
    let same = true;
    segs.forEach((node, s) => { const state = stateAt(view.frame, k, s); worst = Math.max(worst, state); same = same && state === stateAt(view.frame, k, 0); node.setAttribute("class", "s" + state); });
    pick.value = k; $("pstate").textContent = packed.states[worst].label + (same ? "" : " in the worst segment");
    for (const { v, cell } of values) { const text = digits(valueAt(v, view.frame, k)); cell.textContent = text === "-" || !v.unit ? text : text + " " + v.unit; }
  };
  view.moved.push(show); view.listeners.push(show);
  const muscleOf = e => { const g = e.target.closest && e.target.closest(".muscle"); return g ? +g.dataset.m : null; };
  $("picture").addEventListener("pointerover", e => { const k = muscleOf(e); if (k !== over) { over = k; show(); } });
  $("picture").addEventListener("click", e => { const k = muscleOf(e); if (k !== null) choose(k); });
}
const HEADS = {
  pitch: { sign: -1, label: "pitch", d: "M30 88L31 74C22 68 16 56 17 42C18 24 32 12 50 12C66 12 76 22 78 36L84 50L78 53L79 60L76 66C75 73 70 75 63 73L58 74L59 88" },
  roll: { sign: -1, label: "roll", d: "M41 90L41 78C32 70 27 58 27 42C27 24 36 13 50 13C64 13 73 24 73 42C73 58 68 70 59 78L59 90M38 45h7M55 45h7M49 47L47.5 58L52 58M44 67q6 2 12 0M27 42c-5 0-5 12 1 13M73 42c5 0 5 12-1 13" },
  yaw: { sign: 1, label: "yaw", d: "M50 22C66 22 74 36 74 52C74 70 64 82 50 82C36 82 26 70 26 52C26 36 34 22 50 22ZM46 23L50 13L54 23M26 46c-5 1-5 10 0 12M74 46c5 1 5 10 0 12" },
};
function buildHead() {
  if (!packed.head) { $("head").append(make("p", { class: "note" }, "Not recorded.")); return; }
  for (const axis in HEADS) {
    const { sign, label, d } = HEADS[axis], box = make("div"), svg = draw("svg", { viewBox: "0 0 100 100", role: "img", "aria-label": "Head, " + label });
    const group = draw("g"), text = make("b"); group.append(draw("path", { class: "outline", d }), draw("line", { class: "now", x1: 50, x2: 50, y1: 4, y2: 12 }));
    svg.append(draw("line", { class: "zero", x1: 50, x2: 50, y1: 0, y2: 100 }), group); box.append(svg, label + " ", text); $("head").append(box);
    view.moved.push(frame => {
      const angle = packed.head[axis] ? packed.head[axis][frame] : null;
      // Pitch seen from the right side, roll from the front, yaw from above.
      group.setAttribute("transform", `rotate(${sign * (angle || 0)} 50 ${axis === "yaw" ? 52 : 80})`); text.textContent = angle === null ? "-" : Math.abs(angle) < .05 ? "0.0°" : (angle > 0 ? "+" : "") + angle.toFixed(1) + "°";
    });
  }
}
if (M && F) { buildPicture(); buildTimeBar(); buildPanel(); buildHead(); buildStrips(); }
else for (const id of ["picture", "strips", "c-energy"]) $(id).closest("section").remove();
buildCharts();
document.addEventListener("click", e => {
  const link = e.target.closest && e.target.closest("[data-jump]");
  if (!link || !F) return;
  e.preventDefault(); if (+link.dataset.m >= 0) choose(+link.dataset.m);
  goTo(nearestFrame(+link.dataset.jump)); $("picture").scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" }); $("time").focus({ preventScroll: true });
});
if (F) {
  const wanted = /^#t=([\d.]+)$/.exec(location.hash), first = packed.episodes.reduce((best, e) => (e.state > (best ? best.state : 3) ? e : best), null);
  goTo(wanted ? nearestFrame(+wanted[1]) : first ? nearestFrame(first.onset + (first.duration || 0) / 2) : F - 1);
  choose(view.muscle);
}
