// The picture: ribbons in a schematic 3-D neck, bent and turned with the head, one group per muscle.
const neck = packed.neck, parts = new Map();
const RAD = Math.PI / 180, SMOOTH = 6;

function posture(frame) {
  const at = axis => (packed.head && packed.head[axis] && packed.head[axis][frame]) || 0;
  return { pitch: at("pitch"), roll: at("roll"), yaw: at("yaw") };
}
// The bend is shared evenly along the cervical spine, so a point at height y turns about half its height.
function place(point, head) {
  let [x, y, z] = point;
  const w = point[4] !== undefined ? point[4] : Math.max(0, Math.min(1, y / 13)), pivot = Math.max(0, Math.min(13, y)) / 2;
  const turn = (a, b, angle) => { const c = Math.cos(angle), s = Math.sin(angle); return [a * c - b * s, a * s + b * c]; };
  [z, x] = turn(z, x, head.yaw * w * RAD);
  let [u, v] = turn(y - pivot, z, -head.pitch * w * RAD); y = u; z = v;
  [y, x] = turn(y, x, head.roll * w * RAD);
  return [x, y + pivot, z, point[3]];
}
function spline(points, perSpan) {
  const out = [], n = points.length;
  for (let i = 0; i < n - 1; i++) {
    const p = [points[Math.max(0, i - 1)], points[i], points[i + 1], points[Math.min(n - 1, i + 2)]];
    for (let k = 0; k < perSpan + (i === n - 2 ? 1 : 0); k++) {
      const t = k / perSpan;
      out.push(p[1].map((_, d) => .5 * (2 * p[1][d] + (p[2][d] - p[0][d]) * t + (2 * p[0][d] - 5 * p[1][d] + 4 * p[2][d] - p[3][d]) * t * t
        + (3 * p[1][d] - p[0][d] - 3 * p[2][d] + p[3][d]) * t * t * t)));
    }
  }
  return out;
}
const flip = (p, side) => side === "L" ? [-p[0], ...p.slice(1)] : p;
const screen = (p, back) => [back ? p[0] : -p[0], -p[1]];
// Two edges on the screen, with equally many points, for a sheet or for a line with a width.
function edges(part, side, head, back) {
  if (part.a) return [part.a, part.b].map(e => spline(e.map(p => place(flip(p, side), head)), SMOOTH).map(p => screen(p, back)));
  const line = spline(part.line.map(p => place(flip(p, side), head)), SMOOTH), mid = line.map(p => screen(p, back)), a = [], b = [];
  mid.forEach((p, i) => {
    const q = mid[Math.max(0, i - 1)], r = mid[Math.min(mid.length - 1, i + 1)], dx = r[0] - q[0], dy = r[1] - q[1], size = Math.hypot(dx, dy) || 1;
    // Bellies taper into rounded tips.
    const s = i / (mid.length - 1), tip = Math.min(1, .3 + .7 * Math.sqrt(Math.min(s, 1 - s) / .14)), half = Math.max(.08, line[i][3] * tip);
    a.push([p[0] - dy / size * half, p[1] + dx / size * half]); b.push([p[0] + dy / size * half, p[1] - dx / size * half]);
  });
  return [a, b];
}
function along(edge, s) {
  const x = s * (edge.length - 1), i = Math.min(edge.length - 2, Math.floor(x)), f = x - i;
  return [edge[i][0] + (edge[i + 1][0] - edge[i][0]) * f, edge[i][1] + (edge[i + 1][1] - edge[i][1]) * f];
}
const path = (points, close) => "M" + points.map(p => p[0].toFixed(2) + " " + p[1].toFixed(2)).join("L") + (close ? "Z" : "");
function slice(edge, from, to) {
  const n = edge.length - 1, out = [along(edge, from)];
  for (let i = Math.floor(from * n) + 1; i < to * n - 1e-9; i++) out.push(edge[i]);
  return out.concat([along(edge, to)]);
}
function shapePart(nodes, part, side, head, back) {
  const [a, b] = edges(part, side, head, back), count = nodes.segs.length;
  nodes.segs.forEach((node, k) => node.setAttribute("d", path(slice(a, k / count, (k + 1) / count).concat(slice(b, k / count, (k + 1) / count).reverse()), true)));
  nodes.rim.setAttribute("d", path(a.concat([...b].reverse()), true));
  const lines = part.a ? 7 : 3;
  nodes.fibre.setAttribute("d", Array.from({ length: lines }, (_, k) => path(a.map((p, i) => {
    const f = (k + 1) / (lines + 1); return [p[0] + (b[i][0] - p[0]) * f, p[1] + (b[i][1] - p[1]) * f];
  }))).join(""));
}
function hull(points) {
  const sorted = [...points].sort((p, q) => p[0] - q[0] || p[1] - q[1]), cross = (o, p, q) => (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0]);
  const half = list => { const h = []; for (const p of list) { while (h.length > 1 && cross(h[h.length - 2], h[h.length - 1], p) <= 0) h.pop(); h.push(p); } h.pop(); return h; };
  return half(sorted).concat(half(sorted.reverse()));
}
const skull = (() => {
  const { centre, radii, jaw } = neck.head, points = [];
  for (let i = 0; i <= 12; i++) for (let k = 0; k < 20; k++) {
    const u = Math.PI * i / 12, v = Math.PI * k / 10;
    points.push([centre[0] + radii[0] * Math.sin(u) * Math.cos(v), centre[1] + radii[1] * Math.cos(u), centre[2] + radii[2] * Math.sin(u) * Math.sin(v), 0, 1]);
  }
  for (const p of jaw) points.push([...p, 0, 1], [-p[0], p[1], p[2], 0, 1]);
  return points;
})();
const ring = (x, y, z, rx, ry) => Array.from({ length: 15 }, (_, k) => [x + rx * Math.cos(k * Math.PI / 7), y + ry * Math.sin(k * Math.PI / 7), z, 0, 1]);
const FACE = [[[.2, 17.8, 9.2], [1.1, 14.9, 9.9], [0, 14.5, 9.6]], [[-1.9, 12, 8.6], [0, 12.2, 9.2], [1.9, 12, 8.6]]].map(l => l.map(p => [...p, 0, 1]))
  .concat([ring(3.1, 17.7, 8.2, 1.1, .45), ring(-3.1, 17.7, 8.2, 1.1, .45)]);
const EARS = [ring(7.6, 16.2, -.8, .75, 1.5), ring(-7.6, 16.2, -.8, .75, 1.5)];

function shapeBody(nodes, plate, head) {
  const back = plate.view === "back", at = p => screen(place(p, head), back);
  const right = neck.shoulders.map(p => at([...p, 0])), left = neck.shoulders.map(p => at([-p[0], p[1], p[2], 0]));
  nodes.body.setAttribute("d", path(spline(right, 4).concat(spline([...left].reverse(), 4)), true));
  nodes.skull.setAttribute("d", path(hull(skull.map(at)), true));
  nodes.face.setAttribute("d", (back ? [] : FACE).concat(EARS).map(line => path(line.map(at))).join(""));
  nodes.bones.forEach(({ node, points }) => node.setAttribute("d", path(points.map(at), node.classList.contains("box"))));
}
function boneNodes(svg, plate) {
  const nodes = [];
  const add = (points, classes, width) => { const node = draw("path", { class: "bone " + classes }); if (width) node.style.strokeWidth = width; svg.append(node); nodes.push({ node, points }); };
  for (const name of plate.bones) {
    const bone = neck.bones[name];
    for (const line of bone.lines || []) for (const side of "RL") {
      const points = spline(line.map(p => flip([p[0], p[1], p[2], 0, ...(p.length > 3 ? [p[3]] : [])], side)), 4);
      add(points, "line", bone.width); if (bone.width > .4) add(points, "line core", bone.width - .22);
    }
    for (const [x, y, z, w, h] of bone.boxes || []) add([[-.82, 1], [.82, 1], [1, .55], [1, -.55], [.82, -1], [-.82, -1], [-1, -.55], [-1, .55]].map(([a, b]) => [x + a * w, y + b * h, z, 0]), "box");
  }
  return nodes;
}
function muscleNode(svg, k, base, back) {
  const m = packed.muscles[k], group = draw("g", { class: "muscle", "data-m": k }), drawn = [];
  group.append(draw("title", {}, m.name));
  for (const part of neck.muscles[base]) {
    const nodes = { segs: Array.from({ length: S }, () => draw("path", { class: "seg s0" })), fibre: draw("path", { class: "fibre" }), rim: draw("path", { class: "rim" }) };
    group.append(...nodes.segs, nodes.fibre, nodes.rim); drawn.push({ nodes, part });
  }
  svg.append(group);
  return { group, drawn, side: m.side || "R", back };
}
function patterns() {
  const svg = draw("svg", { width: 0, height: 0, "aria-hidden": "true", style: "position:absolute" }), defs = draw("defs");
  const add = (id, colour, size, ...marks) => {
    const p = draw("pattern", { id, patternUnits: "userSpaceOnUse", width: size, height: size });
    p.append(draw("rect", { width: size, height: size, style: "fill:var(" + colour + ")" }), ...marks); defs.append(p);
  };
  const line = d => draw("path", { d, style: "stroke:var(--hatch);stroke-width:.09;stroke-opacity:.75;fill:none" });
  add("pat4", "--cramp", .6, line("M-.1 .7L.7 -.1"));
  add("pat5", "--knot", .5, draw("circle", { cx: .25, cy: .25, r: .09, style: "fill:var(--hatch);fill-opacity:.8" }));
  add("pat6", "--superknot", .6, line("M-.1 .7L.7 -.1M-.1 -.1L.7 .7"));
  svg.append(defs); document.body.append(svg);
}
function swatch(state, width = 2, height = 1.4) {
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, width: width * 13, height: height * 13, "aria-hidden": "true" });
  svg.append(draw("rect", { width, height, class: "s" + state, rx: .2, style: "stroke:var(--edge);stroke-width:.08" }));
  return svg;
}
function buildPicture() {
  patterns();
  const plates = [];
  for (const plate of neck.plates) {
    const [x, y, w, h] = plate.box, figure = make("figure", { class: "plate" });
    const svg = draw("svg", { viewBox: `${x} ${-(y + h)} ${w} ${h}`, role: "img", "aria-label": plate.title + " view of the neck muscles, coloured by state" });
    const back = plate.view === "back", nodes = { body: draw("path", { class: "silhouette" }), skull: draw("path", { class: "silhouette" }), face: draw("path", { class: "face" }) };
    svg.append(nodes.body, nodes.skull, nodes.face); nodes.bones = boneNodes(svg, plate);
    const scale = w / 23;
    for (const [text, at] of [[back ? "L" : "R", x + .6 * scale], [back ? "R" : "L", x + w - 1.3 * scale]]) svg.append(draw("text", { class: "sides", x: at, y: -y - .6 * scale, style: `font-size:${1.1 * scale}px` }, text));
    for (const base of plate.muscles) packed.muscles.forEach((m, k) => { if (m.base === base) parts.set(k, muscleNode(svg, k, base, back)); });
    figure.append(make("figcaption", {}, plate.title), svg); $("plates").append(figure);
    plates.push({ plate, nodes });
  }
  fallbackStrips();
  packed.states.forEach((s, k) => { const item = make("span", { title: s.meaning }); item.append(swatch(k), s.label); $("legend").append(item); });
  let drawnPosture = "";
  view.moved.push(frame => {
    const head = posture(frame), key = [head.pitch, head.roll, head.yaw].map(a => a.toFixed(1)).join();
    if (key !== drawnPosture) {
      drawnPosture = key;
      for (const { plate, nodes } of plates) shapeBody(nodes, plate, head);
      for (const p of parts.values()) for (const { nodes, part } of p.drawn) if (part) shapePart(nodes, part, p.side, head, p.back);
    }
    for (const [k, p] of parts) for (const { nodes } of p.drawn) nodes.segs.forEach((node, s) => { const c = "seg s" + stateAt(frame, k, s); if (node.getAttribute("class") !== c) node.setAttribute("class", c); });
  });
  view.listeners.push(chosen => { for (const [k, p] of parts) p.group.classList.toggle("on", k === chosen); });
}
// Muscles that the drawing does not know are shown as plain strips.
function fallbackStrips() {
  const unknown = packed.muscles.map((_, k) => k).filter(k => !parts.has(k));
  if (!unknown.length) return;
  const box = make("div", { class: "fallback" });
  for (const k of unknown) {
    const figure = make("figure"), svg = draw("svg", { viewBox: `0 0 ${S} 1`, width: 150, height: 16, preserveAspectRatio: "none" }), group = draw("g", { class: "muscle", "data-m": k });
    const segs = Array.from({ length: S }, (_, s) => draw("path", { class: "seg s0", d: `M${s} 0h1v1h-1Z` }));
    group.append(...segs); svg.append(group); figure.append(svg, make("figcaption", {}, packed.muscles[k].name)); box.append(figure);
    parts.set(k, { group, drawn: [{ nodes: { segs } }] });
  }
  $("plates").after(box);
}
