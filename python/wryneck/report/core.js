"use strict";
// Decoding of the packed numbers, formatting, and the one thing that everything listens to: the time shown.
const packed = JSON.parse(document.getElementById("packed").textContent);
const $ = id => document.getElementById(id);
document.documentElement.classList.add("js");

function bytes(text) {
  const raw = atob(text), out = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
  return out;
}
function words(text) {
  const b = bytes(text), out = new Uint16Array(b.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = b[2 * i] | (b[2 * i + 1] << 8);
  return out;
}
function make(tag, attributes = {}, text) {
  const node = document.createElement(tag);
  for (const key in attributes) node.setAttribute(key, attributes[key]);
  if (text !== undefined) node.textContent = text;
  return node;
}
function draw(tag, attributes = {}, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const key in attributes) node.setAttribute(key, attributes[key]);
  if (text !== undefined) node.textContent = text;
  return node;
}
function digits(value) {
  if (value === null || !isFinite(value)) return "-";
  const size = Math.abs(value);
  if (size === 0 || size < 5e-5) return "0";
  if (size >= 1e5) return value.toExponential(2);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}
function clockText(s) {
  const pad = n => String(n).padStart(2, "0"), span = packed.span[1] - packed.span[0];
  if (span < 180) return s.toFixed(2) + " s";
  const whole = Math.round(s), d = Math.floor(whole / 86400), h = Math.floor(whole / 3600) % 24, m = Math.floor(whole / 60) % 60;
  return (d ? d + " d " : "") + h + ":" + pad(m) + ":" + pad(whole % 60);
}
// Ticks at times that people count in: 1, 2, 5, 10, 15, 30 of seconds, minutes, hours, days.
function timeTicks(low, high, most) {
  const steps = [.01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 432000, 864000, 2592000];
  const step = steps.find(s => (high - low) / s <= most) || (high - low) / most || 1;
  const [unit, name] = step >= 86400 ? [86400, "d"] : step >= 3600 ? [3600, "h"] : step >= 60 ? [60, "min"] : [1, "s"];
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high * (1 + 1e-12) + 1e-12 && ticks.length < 60; k++) {
    ticks.push([k * step, +(k * step / unit).toPrecision(6) + " " + name]);
  }
  return ticks;
}
function niceTicks(low, high, most) {
  const raw = (high - low) / most || 1, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map(m => m * power).find(s => s >= raw * .999), ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) ticks.push(+(k * step).toPrecision(10));
  return ticks;
}
const M = packed.muscles.length, F = packed.time.length, S = packed.segments;
const frames = bytes(packed.frames || "");
for (const v of packed.values) v.codes = words(v.data);
const order = packed.muscles.map((_, k) => k).sort((a, b) => packed.muscles[a].rank - packed.muscles[b].rank);
function stateAt(frame, muscle, segment) { return frames[(frame * M + muscle) * S + segment]; }
function valueAt(v, frame, muscle) {
  const code = v.codes[frame * M + muscle];
  return code === 65535 ? null : v.lo + (v.hi - v.lo) * code / 65534;
}
const span = Math.max(packed.span[1] - packed.span[0], 1e-12);
const share = t => (t - packed.span[0]) / span;

const view = { frame: 0, muscle: order[0] || 0, listeners: [], moved: [] };
function nearestFrame(t) {
  let low = 0, high = F - 1;
  while (low < high) { const mid = (low + high) >> 1; if (packed.time[mid] < t) low = mid + 1; else high = mid; }
  return low > 0 && t - packed.time[low - 1] < packed.time[low] - t ? low - 1 : low;
}
function goTo(frame) {
  if (!F) return;
  view.frame = Math.max(0, Math.min(F - 1, frame));
  for (const listen of view.moved) listen(view.frame);
}
function choose(muscle) {
  view.muscle = muscle;
  for (const listen of view.listeners) listen(muscle);
}
