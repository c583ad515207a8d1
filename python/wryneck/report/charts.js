// Heat strips on canvas and small line charts in SVG; all of them follow and move the time shown.
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const rgb = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
function ramp(f) {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches && !matchMedia("print").matches;
  const stops = dark ? ["#202329", "#5b3a6e", "#c2456b", "#f7a14a", "#fff3c4"] : ["#f1ede5", "#f3c98b", "#e0703f", "#9c2f55", "#34123f"];
  const x = Math.max(0, Math.min(1, f)) * (stops.length - 1), i = Math.min(stops.length - 2, Math.floor(x)), a = rgb(stops[i]), b = rgb(stops[i + 1]);
  return a.map((v, k) => Math.round(v + (b[k] - v) * (x - i)));
}
function paintStrip(canvas, strip, row) {
  canvas.width = strip.bins; canvas.height = 1;
  const states = strip.name === "state" ? packed.states.map(s => rgb(css("--" + s.key))) : null, none = rgb(css("--line"));
  const ctx = canvas.getContext("2d"), image = ctx.createImageData(strip.bins, 1);
  for (let i = 0; i < strip.bins; i++) {
    const code = strip.codes[row * strip.bins + i];
    const colour = states ? states[code] : code === 255 ? none : strip.table[code];
    image.data.set([...colour, 255], 4 * i);
  }
  ctx.putImageData(image, 0, 0);
}
function stripTable(strip) {
  strip.codes = strip.codes || bytes(strip.data);
  strip.table = Array.from({ length: 255 }, (_, c) => ramp(strip.sign < 0 ? 1 - c / 254 : c / 254));
}
function seekOn(node, timeAt) {
  let down = false;
  const seek = e => goTo(nearestFrame(timeAt(e)));
  node.addEventListener("pointerdown", e => { down = true; node.setPointerCapture(e.pointerId); seek(e); });
  node.addEventListener("pointermove", e => { if (down) seek(e); });
  node.addEventListener("pointerup", () => { down = false; });
}
function stripRows(box, names, strip, onPick) {
  const rows = names.map(({ text, row, key }) => {
    const div = make("div", { class: "row" }), label = make(onPick ? "button" : "span", onPick ? { type: "button" } : {}, text), canvas = make("canvas", { role: "img", "aria-label": text + " through time" });
    canvas.style.imageRendering = "pixelated";
    if (onPick) label.addEventListener("click", () => onPick(key));
    seekOn(canvas, e => { const r = canvas.getBoundingClientRect(); return packed.span[0] + span * (e.clientX - r.left) / r.width; });
    div.append(label, canvas); box.append(div);
    return { div, canvas, row, key };
  });
  const axis = make("div", { class: "axis" }), cursor = make("div", { class: "cursor" });
  for (const [t, text] of timeTicks(packed.span[0], packed.span[1], 9)) { const tick = make("span", {}, text); tick.style.left = 100 * share(t) + "%"; axis.append(tick); }
  box.append(axis, cursor);
  view.moved.push(frame => { cursor.style.left = `calc(var(--label) + (100% - var(--label)) * ${share(packed.time[frame])})`; });
  const paint = which => { stripTable(which); for (const r of rows) paintStrip(r.canvas, which, r.row); };
  paint(strip);
  return { rows, paint };
}
function buildStrips() {
  if (!packed.strips.length) return;
  const names = order.map(k => ({ text: packed.muscles[k].name, row: k, key: k }));
  let shown = packed.strips[0], all = M <= 16;
  const { rows, paint } = stripRows($("strips"), names, shown, choose);
  const fold = () => { rows.forEach((r, i) => { r.div.style.display = all || i < 16 ? "" : "none"; }); $("allrows").textContent = all ? "Show the 16 most affected" : `Show all ${M} muscles`; };
  $("allrows").hidden = M <= 16; $("allrows").addEventListener("click", () => { all = !all; fold(); }); fold();
  const scale = () => {
    $("stripscale").replaceChildren();
    if (shown.name === "state") { $("stripscale").append("colours as in the picture"); return; }
    const bar = make("canvas"); bar.width = 120; bar.height = 1; const ctx = bar.getContext("2d");
    for (let i = 0; i < 120; i++) { ctx.fillStyle = `rgb(${ramp(shown.sign < 0 ? 1 - i / 119 : i / 119)})`; ctx.fillRect(i, 0, 1, 1); }
    $("stripscale").append(digits(shown.lo), bar, digits(shown.hi) + (shown.unit ? " " + shown.unit : ""));
  };
  const buttons = packed.strips.map(strip => {
    const b = make("button", { type: "button", "aria-pressed": strip === shown }, strip.label);
    b.addEventListener("click", () => { shown = strip; buttons.forEach(o => o.setAttribute("aria-pressed", o === b)); paint(shown); scale(); });
    $("stripbuttons").append(b); return b;
  });
  scale();
  view.listeners.push(k => rows.forEach(r => r.div.classList.toggle("on", r.key === k)));
  const repaint = () => { paint(shown); scale(); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  matchMedia("print").addEventListener("change", repaint);
}
function limits(chart) {
  const ys = chart.series.flatMap(s => s.y).filter(v => v !== null), fixed = chart.range;
  if (fixed) return fixed;
  let low = ys.length ? Math.min(...ys) : 0, high = ys.length ? Math.max(...ys) : 1;
  const reached = high;
  for (const [y] of chart.lines || []) if (reached > .4 * y) high = Math.max(high, y * 1.08);
  const short = ((chart.least || 0) - (high - low)) / 2;
  if (short > 0) { low -= short; high += short; if (low < 0 && ys.every(v => v >= 0)) { high -= low; low = 0; } }
  const pad = Math.max((high - low) * .08, Math.abs(high || 1) * .01);
  return [low >= 0 && low < .5 * high ? 0 : low - pad, high + pad];
}
// All figures of a group are placed before any is drawn: their width is known only then.
function lineCharts(box, charts) {
  const figures = charts.map(() => box.appendChild(make("figure", { class: "chart" })));
  return charts.map((chart, k) => lineChart(figures[k], chart));
}
function lineChart(figure, chart) {
  const W = Math.max(260, Math.min(1400, figure.clientWidth - 26 || 480)), H = 180, left = 48, right = 10, top = 8, bottom = 24, [low, high] = limits(chart);
  const X = t => left + (W - left - right) * share(t), Y = v => H - bottom - (H - top - bottom) * (v - low) / ((high - low) || 1);
  const caption = make("figcaption"), key = make("span", { class: "key" });
  const title = make("span", {}, chart.title + " "); title.append(make("small", {}, chart.unit)); caption.append(title, key);
  const svg = draw("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": chart.title + " through time" });
  for (const v of niceTicks(low, high, 4)) svg.append(draw("line", { class: "grid", x1: left, x2: W - right, y1: Y(v), y2: Y(v) }), draw("text", { x: left - 6, y: Y(v) + 4, "text-anchor": "end" }, String(+v.toPrecision(6))));
  for (const [t, text] of timeTicks(packed.span[0], packed.span[1], 6)) svg.append(draw("text", { x: X(t), y: H - 6, "text-anchor": t > packed.span[1] - span * .02 ? "end" : "middle" }, text));
  let above = [];
  for (const [y, text] of chart.lines || []) {
    if (y > high) { above.push(text); continue; }
    svg.append(draw("line", { class: "limit", x1: left, x2: W - right, y1: Y(y), y2: Y(y) }), draw("text", { class: "limit", x: left + 4, y: Y(y) - 4 }, text));
  }
  if (above.length) svg.append(draw("text", { class: "limit", x: W - right, y: top + 8, "text-anchor": "end" }, above.join(", ") + ": beyond this scale"));
  chart.series.forEach((s, k) => {
    let pen = "M"; const ts = s.t || chart.t, d = s.y.map((v, i) => { if (v === null) { pen = "M"; return ""; } const step = pen + X(ts[i]).toFixed(1) + " " + Y(v).toFixed(1); pen = "L"; return step; }).join("");
    svg.append(draw("path", { class: "k" + k % 3, d }));
    if (ts.length === 1 && s.y[0] !== null) svg.append(draw("circle", { class: "k" + k % 3, cx: X(ts[0]), cy: Y(s.y[0]), r: 3 }));
  });
  const cursor = draw("line", { class: "cursor", y1: top, y2: H - bottom }); svg.append(cursor);
  figure.append(caption, svg);
  seekOn(svg, e => { const r = svg.getBoundingClientRect(); return packed.span[0] + span * ((e.clientX - r.left) / r.width * W - left) / (W - left - right); });
  const moved = frame => {
    const t = packed.time[frame], x = X(t);
    const near = ts => { const i = ts.findIndex(v => v >= t); return i < 0 ? ts.length - 1 : i; };
    cursor.setAttribute("x1", x); cursor.setAttribute("x2", x); key.replaceChildren();
    chart.series.forEach((s, k) => { if (chart.series.length > 1) key.append(make("i", { class: "k" + k % 3 }), s.label + " "); key.append(make("b", {}, digits(s.y[near(s.t || chart.t)] ?? null))); });
  };
  return moved;
}
function buildCharts() {
  const twin = packed.charts.some(c => c.group === "twin") ? ["twin"] : [];
  for (const group of ["head", "spine", "pain", "plasma", ...twin]) {
    const charts = packed.charts.filter(c => c.group === group);
    view.moved.push(...lineCharts($("c-" + group), charts));
    if (!charts.length) $("c-" + group).append(make("p", { class: "note" }, "Not recorded in this run."));
  }
  if (!M || !F) return;
  const energy = packed.values.filter(v => ["pcr", "atp", "ph", "lactate", "potassium", "capacity"].includes(v.name));
  let follow = [];
  view.moved.push(frame => follow.forEach(f => f(frame)));
  view.listeners.push(k => {
    $("energyname").textContent = packed.muscles[k].name; $("c-energy").replaceChildren();
    follow = lineCharts($("c-energy"), energy.map(v => ({ title: v.label, unit: v.unit, least: v.least, t: packed.time, series: [{ label: v.label, y: packed.time.map((_, f) => valueAt(v, f, k)) }] })));
    follow.forEach(f => f(view.frame));
  });
  if (packed.roots && packed.roots.strip) {
    $("roots").before(make("p", { class: "note" }, `Sensitisation of the spinal roots that rose, ${digits(packed.roots.strip.lo)} (pale) to ${digits(packed.roots.strip.hi)} (strong)`));
    stripRows($("roots"), packed.roots.names.map((text, row) => ({ text, row, key: row })), packed.roots.strip, null);
  } else if (packed.roots) $("roots").before(make("p", { class: "note" }, "No spinal root was sensitised."));
}
