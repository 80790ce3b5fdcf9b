var __defProp = Object.defineProperty;
var __typeError = (msg) => {
  throw TypeError(msg);
};
var __defNormalProp = (obj, key, value) => key in obj ? __defProp(obj, key, { enumerable: true, configurable: true, writable: true, value }) : obj[key] = value;
var __publicField = (obj, key, value) => __defNormalProp(obj, typeof key !== "symbol" ? key + "" : key, value);
var __accessCheck = (obj, member, msg) => member.has(obj) || __typeError("Cannot " + msg);
var __privateGet = (obj, member, getter) => (__accessCheck(obj, member, "read from private field"), getter ? getter.call(obj) : member.get(obj));
var __privateAdd = (obj, member, value) => member.has(obj) ? __typeError("Cannot add the same private member more than once") : member instanceof WeakSet ? member.add(obj) : member.set(obj, value);
var __privateSet = (obj, member, value, setter) => (__accessCheck(obj, member, "write to private field"), setter ? setter.call(obj, value) : member.set(obj, value), value);
var __privateMethod = (obj, member, method) => (__accessCheck(obj, member, "access private method"), method);
var _lines, _status, _picture, _translate, _events, _last, _Output_instances, line_fn, _compiled, _maps, _Positions_instances, original_fn, mapOf_fn, _frame, _listener, _over, _Run_instances, begin_fn, _ready, _onMessage, end_fn, _root, _code, _run, _edit, _link, _real, _note, _program, _compiled2, _original, _editor, _output, _running, _pause, _Panel_instances, reset_fn, changed_fn, compile_fn, tell_fn, share_fn, show_fn;
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
const LINK = 32768;
const UNPACKED = 131072;
const LONG_LINK = 8192;
const FILES = 32;
const NAME = 64;
const LINES = 1e3;
const LINE = 2e3;
const EVENTS = 2e3;
var define_ACORO_PLAYGROUND_default = { "runtime.js": "runtime.2de80f811c6c.js", "frame.html": "frame.62e29e0a69a3.html", "compiler.js": "compiler.668bf1e0853c.js", "declarations.json": "declarations.29b91c8ef53b.json" };
function assetUrl(name) {
  return `${"/acoro/"}playground/${define_ACORO_PLAYGROUND_default[name] ?? name}`;
}
const texts = /* @__PURE__ */ new Map();
function assetText(name) {
  const known = texts.get(name);
  if (known !== void 0) return known;
  const asked2 = fetchText(assetUrl(name));
  texts.set(name, asked2);
  asked2.catch(() => texts.delete(name));
  return asked2;
}
async function fetchText(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.text();
}
let worker;
let last = 0;
const asked = /* @__PURE__ */ new Map();
function isLoaded() {
  return worker !== void 0;
}
function compileInWorker(program) {
  worker ?? (worker = begin());
  const number = ++last;
  return new Promise((resolve, reject) => {
    asked.set(number, { resolve, reject });
    worker == null ? void 0 : worker.postMessage({
      number,
      program,
      declarations: new URL(assetUrl("declarations.json"), location.href).href
    });
  });
}
function begin() {
  const made = new Worker(assetUrl("compiler.js"), { name: "compiler" });
  made.onmessage = ({ data }) => {
    const waiting = asked.get(data.number);
    asked.delete(data.number);
    if (data.error === void 0) waiting == null ? void 0 : waiting.resolve(data);
    else waiting == null ? void 0 : waiting.reject(new Error(data.error));
  };
  made.onerror = ({ message }) => {
    worker = void 0;
    for (const { reject } of asked.values()) reject(new Error(message || "The compiler could not be loaded"));
    asked.clear();
  };
  return made;
}
function element(name, properties = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === "function") made.addEventListener(key.slice(2), value);
    else if (value !== void 0 && value !== false)
      made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...inside);
  return made;
}
const SVG = "http://www.w3.org/2000/svg";
function drawn({ tag, attributes, inside }) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes))
    if (name !== "xmlns") made.setAttribute(name, String(value));
  made.append(...inside.map((part) => typeof part === "string" ? part : drawn(part)));
  return made;
}
function shape(tag, attributes = {}, ...inside) {
  return { tag, attributes, inside };
}
function timelineOf(events, most = { columns: 150, lanes: 40 }) {
  const lanes = [];
  const places = /* @__PURE__ */ new Map();
  const columns = [];
  const wakes = [];
  let cut = false;
  const laneOf = (task) => lanes[places.get(task) ?? -1];
  for (const { kind, at, task, text, other, cancel } of events) {
    const column = Math.max(0, columns.length - 1);
    if (kind === "created") {
      if (lanes.length === most.lanes) cut = true;
      else {
        places.set(task, lanes.length);
        lanes.push({ task, name: text, from: column, to: column + 1, end: "open", pieces: [], cancels: [] });
      }
      continue;
    }
    const lane = laneOf(task);
    if (lane === void 0) continue;
    if (kind === "stepped") {
      if (columns.length === most.columns) {
        cut = true;
        break;
      }
      columns.push(at);
      const now = columns.length - 1;
      const last2 = lane.pieces.at(-1);
      if ((last2 == null ? void 0 : last2.kind) === "waits") last2.to = now;
      lane.pieces.push({ kind: "runs", from: now, to: now + 1, text: "" });
      if (cancel) lane.cancels.push(now);
    }
    if (kind === "suspended") lane.pieces.push({ kind: "waits", from: column + 1, to: column + 1, text });
    if (kind === "woken" && other !== 0 && other !== task) {
      const from = places.get(other);
      const to = places.get(task);
      if (from !== void 0 && to !== void 0) wakes.push({ from, to, column });
    }
    if (kind === "finished") {
      lane.to = column + 1;
      lane.end = text === "failed" || text === "cancelled" ? text : "returned";
      if (lane.end === "cancelled" && lane.cancels.length === 0) lane.cancels.push(column);
    }
  }
  for (const lane of lanes) {
    if (lane.end !== "open") continue;
    lane.to = Math.max(lane.from + 1, columns.length);
    const last2 = lane.pieces.at(-1);
    if ((last2 == null ? void 0 : last2.kind) === "waits") last2.to = lane.to;
  }
  return { lanes, columns, wakes, cut };
}
function shownTime(ms) {
  if (ms < 1e3) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 6e5) return `${Number((ms / 1e3).toFixed(2))} s`;
  if (ms < 36e6) return `${Number((ms / 6e4).toFixed(1))} min`;
  return `${Number((ms / 36e5).toFixed(1))} h`;
}
const LABEL = 132;
const COLUMN = 16;
const GAP = 40;
const ROW = 28;
const TOP = 30;
const LETTERS = 17;
function draw(timeline, label) {
  const { lanes, columns, wakes } = timeline;
  const x = edges(columns);
  const width = (x.at(-1) ?? LABEL) + 24;
  const height = TOP + lanes.length * ROW + 8;
  const row = (lane) => TOP + lane * ROW + ROW / 2;
  return shape(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": label,
      class: "timeline"
    },
    ...instants(columns, x, height),
    ...lanes.flatMap((lane, at) => drawLane(lane, x, row(at))),
    ...wakes.map(({ from, to, column }) => {
      const at = (x[column] ?? LABEL) + COLUMN - 3;
      const down = row(to) > row(from);
      const tip = row(to) + (down ? -7 : 7);
      const back = tip + (down ? -5 : 5);
      return shape("path", {
        class: "wake",
        d: `M${at} ${row(from)}V${tip}M${at - 3} ${back}L${at} ${tip}L${at + 3} ${back}`
      });
    })
  );
}
function edges(columns) {
  const found = [];
  let x = LABEL;
  for (const [at, instant] of columns.entries()) {
    if (at > 0 && instant !== columns[at - 1]) x += GAP;
    found.push(x);
    x += COLUMN;
  }
  return [...found, x];
}
function instants(columns, x, height) {
  return columns.flatMap((instant, at) => {
    if (at > 0 && instant === columns[at - 1]) return [];
    const left = x[at] ?? LABEL;
    return [
      shape("path", { class: "instant", d: `M${left} ${TOP - 6}V${height}` }),
      shape("text", { class: "time", x: left, y: TOP - 12 }, shownTime(instant))
    ];
  });
}
function drawLane(lane, x, y) {
  const left = (column) => x[Math.min(column, x.length - 1)] ?? LABEL;
  const right = (column) => left(column - 1) + COLUMN;
  const name = lane.name.length > LETTERS ? `${lane.name.slice(0, LETTERS - 1)}…` : lane.name;
  const end = right(lane.to);
  return [
    shape("text", { class: "name", x: 4, y: y + 4 }, shape("title", {}, lane.name), name),
    shape("path", { class: "life", d: `M${left(lane.from)} ${y}H${end}` }),
    ...lane.pieces.map(
      ({ kind, from, to, text }) => kind === "runs" ? shape("rect", { class: "runs", x: left(from) + 1, y: y - 7, width: COLUMN - 3, height: 14, rx: 2 }) : shape(
        "path",
        { class: "waits", d: `M${right(from)} ${y}H${to === from ? right(from) : left(to)}` },
        shape("title", {}, `waits for ${text}`)
      )
    ),
    ...lane.cancels.map((column) => {
      const at = left(column) + COLUMN / 2 - 0.5;
      return shape("path", {
        class: "cancel",
        d: `M${at - 4} ${y - 4}L${at + 4} ${y + 4}M${at + 4} ${y - 4}L${at - 4} ${y + 4}`
      });
    }),
    ...ending(lane, end + 4, y)
  ];
}
function ending({ end }, x, y) {
  if (end === "returned") return [shape("circle", { class: "end", cx: x, cy: y, r: 4 })];
  if (end === "failed")
    return [shape("rect", { class: "end failed", x: x - 4, y: y - 4, width: 8, height: 8 })];
  if (end === "cancelled") return [shape("path", { class: "end cancelled", d: `M${x} ${y - 7}V${y + 7}` })];
  return [];
}
const LEGEND = [
  ["▮", "runs"],
  ["─", "waits"],
  ["↓", "wakes"],
  ["✕", "a cancel arrives"],
  ["●", "returned"],
  ["■", "failed"],
  ["┃", "cancelled"]
];
const ends = { failed: "fails", cancelled: "ends, cancelled" };
const wakers = {
  timer: "a timer",
  callback: "a callback",
  outside: "something outside of the loop"
};
function sentencesOf(events, most = 300) {
  const names = /* @__PURE__ */ new Map();
  const name = (task) => names.get(task) ?? "a task";
  const found = [];
  for (const event of events.slice(0, most)) {
    if (event.kind === "created") names.set(event.task, event.text);
    const said = sentence(event, name);
    if (said === void 0) continue;
    const last2 = found.at(-1);
    if ((last2 == null ? void 0 : last2.at) === event.at) last2.said.push(said);
    else found.push({ at: event.at, said: [said] });
  }
  const lines = found.map(({ at, said }) => `${shownTime(at)}: ${said.join("; ")}.`);
  return events.length > most ? [...lines, `And ${events.length - most} events more.`] : lines;
}
function sentence({ kind, task, text, other, cancel }, name) {
  if (kind === "created") return other === 0 ? `${name(task)} begins` : `${name(other)} makes ${name(task)}`;
  if (kind === "stepped") return cancel ? `a cancel reaches ${name(task)}` : void 0;
  if (kind === "suspended") return `${name(task)} waits for ${text}`;
  if (kind === "finished") return `${name(task)} ${ends[text] ?? "returns"}`;
  if (other === task) return void 0;
  return `${other === 0 ? wakers[text] ?? "something" : name(other)} wakes ${name(task)}`;
}
const endings$1 = {
  done: "It has ended.",
  failed: "It has failed.",
  waits: "It waits for ever.",
  endless: "It was stopped."
};
class Output {
  constructor(translate) {
    __privateAdd(this, _Output_instances);
    __publicField(this, "root", element("div", { class: "play-result" }));
    __privateAdd(this, _lines, element("div", { class: "play-lines", role: "log", "aria-label": "Output", tabindex: 0 }));
    __privateAdd(this, _status, element("p", { class: "play-status", role: "status" }, "It runs …"));
    __privateAdd(this, _picture, element("div"));
    __privateAdd(this, _translate);
    __privateAdd(this, _events, []);
    __privateAdd(this, _last, 0);
    __privateSet(this, _translate, translate);
    this.root.append(__privateGet(this, _lines), __privateGet(this, _status), __privateGet(this, _picture));
  }
  add(lines, events) {
    __privateGet(this, _lines).append(...lines.map((line) => __privateMethod(this, _Output_instances, line_fn).call(this, line)));
    __privateGet(this, _events).push(...events.slice(0, EVENTS - __privateGet(this, _events).length));
    __privateSet(this, _last, Math.max(__privateGet(this, _last), ...lines.map(({ at }) => at), ...events.map(({ at }) => at)));
  }
  end(how, text) {
    if (text !== "") __privateGet(this, _lines).append(element("div", { class: "play-error" }, __privateGet(this, _translate).call(this, text)));
    __privateGet(this, _status).textContent = `${endings$1[how]} Its clock says ${shownTime(__privateGet(this, _last))}.`;
    __privateGet(this, _picture).replaceChildren(...pictureOf(__privateGet(this, _events)));
  }
  say(text) {
    __privateGet(this, _status).textContent = text;
  }
}
_lines = new WeakMap();
_status = new WeakMap();
_picture = new WeakMap();
_translate = new WeakMap();
_events = new WeakMap();
_last = new WeakMap();
_Output_instances = new WeakSet();
line_fn = function({ at, stream, text }) {
  const time = element("span", { class: "play-time" }, shownTime(at));
  return element("div", { class: `play-${stream}` }, time, ` ${__privateGet(this, _translate).call(this, text)}`);
};
function pictureOf(events) {
  if (events.length === 0) return [];
  const timeline = timelineOf(events);
  const label = `Timeline of ${timeline.lanes.length} tasks; the same in words below it`;
  const scroll = element("div", {
    class: "play-scroll",
    tabindex: 0,
    role: "group",
    "aria-label": "Timeline"
  });
  scroll.append(drawn(draw(timeline, label)));
  const legend = LEGEND.flatMap(([mark, meaning]) => [
    element("span", { class: "play-mark", "aria-hidden": "true" }, mark),
    ` ${meaning}  `
  ]);
  const caption = element("figcaption", {}, ...legend);
  if (timeline.cut) caption.append("It shows the beginning: there was more.");
  const words = sentencesOf(events).map((line) => element("li", {}, line));
  return [
    element("figure", { class: "play-picture" }, scroll, caption),
    element("details", {}, element("summary", {}, "The run in words"), element("ol", {}, ...words))
  ];
}
const HEAD = 2;
class Positions {
  constructor(compiled) {
    __privateAdd(this, _Positions_instances);
    __privateAdd(this, _compiled);
    __privateAdd(this, _maps, /* @__PURE__ */ new Map());
    __privateSet(this, _compiled, compiled);
  }
  /** The text with `main.ts:12:5` of the compiled module as `main.ts:9` of the reader's; the rest as it is. */
  inText(text) {
    return text.split("\n").filter((line) => !/^\s*at .*(?:\bblob:|\(acoro:|<anonymous>)/.test(line) && !/@blob:/.test(line)).map(
      (line) => line.replace(/([\w.-]+\.ts):(\d+):(\d+)/g, (...found) => __privateMethod(this, _Positions_instances, original_fn).call(this, ...found))
    ).join("\n");
  }
}
_compiled = new WeakMap();
_maps = new WeakMap();
_Positions_instances = new WeakSet();
original_fn = function(all, file, line, column) {
  const map = __privateMethod(this, _Positions_instances, mapOf_fn).call(this, file);
  if (map === void 0) return all;
  const place = { line: Math.max(1, Number(line) - HEAD), column: Math.max(0, Number(column) - 1) };
  const found = originalPositionFor(map, place);
  return found.line === null ? file : `${file}:${found.line}`;
};
mapOf_fn = function(file) {
  var _a;
  const known = __privateGet(this, _maps).get(file);
  if (known !== void 0) return known;
  if (!Object.hasOwn(__privateGet(this, _compiled).modules, file)) return void 0;
  const map = new TraceMap(((_a = __privateGet(this, _compiled).modules[file]) == null ? void 0 : _a.map) ?? "{}");
  __privateGet(this, _maps).set(file, map);
  return map;
};
const streams = ["log", "error", "value"];
const kinds = [
  "created",
  "woken",
  "stepped",
  "suspended",
  "finished"
];
const endings = ["done", "failed", "waits", "endless"];
function readTold(data) {
  const { kind, lines, events, how, text } = fieldsOf(data);
  if (kind === "news")
    return { kind, lines: listOf(lines, LINES, readLine), events: listOf(events, EVENTS, readEvent) };
  if (kind === "ended" && endings.includes(how))
    return { kind, how, text: textOf(text, LINE * 10) };
  return void 0;
}
function readLine(data) {
  const { at, stream, text } = fieldsOf(data);
  if (!streams.includes(stream)) return void 0;
  return { at: numberOf(at), stream, text: textOf(text, LINE) };
}
function readEvent(data) {
  const { at, kind, task, text, other, cancel } = fieldsOf(data);
  if (!kinds.includes(kind)) return void 0;
  return {
    at: numberOf(at),
    kind,
    task: numberOf(task),
    text: textOf(text, 200),
    other: numberOf(other),
    cancel: cancel === true
  };
}
function fieldsOf(data) {
  return typeof data === "object" && data !== null ? data : {};
}
function listOf(data, most, read) {
  if (!Array.isArray(data)) return [];
  return data.slice(0, most).map(read).filter((item) => item !== void 0);
}
function numberOf(data) {
  return typeof data === "number" && Number.isFinite(data) && data >= 0 ? data : 0;
}
function textOf(data, most) {
  return typeof data === "string" ? data.slice(0, most) : "";
}
class Run {
  /** Begins at once. `listener` is not called after `stop()`. */
  constructor(program, clock, listener) {
    __privateAdd(this, _Run_instances);
    __privateAdd(this, _frame, document.createElement("iframe"));
    __privateAdd(this, _listener);
    __privateAdd(this, _over, false);
    __privateAdd(this, _ready, () => {
    });
    __privateAdd(this, _onMessage, ({ source, data }) => {
      if (source === null || source !== __privateGet(this, _frame).contentWindow) return;
      if ((data == null ? void 0 : data.kind) === "ready") {
        __privateGet(this, _ready).call(this);
        __privateSet(this, _ready, () => {
        });
        return;
      }
      const told = readTold(data);
      if ((told == null ? void 0 : told.kind) === "news") __privateGet(this, _listener).news(told.lines, told.events);
      if ((told == null ? void 0 : told.kind) === "ended") __privateMethod(this, _Run_instances, end_fn).call(this, told.how, told.text);
    });
    __privateSet(this, _listener, listener);
    addEventListener("message", __privateGet(this, _onMessage));
    void __privateMethod(this, _Run_instances, begin_fn).call(this, program, clock);
  }
  stop() {
    __privateSet(this, _over, true);
    removeEventListener("message", __privateGet(this, _onMessage));
    __privateGet(this, _frame).remove();
  }
}
_frame = new WeakMap();
_listener = new WeakMap();
_over = new WeakMap();
_Run_instances = new WeakSet();
begin_fn = async function(program, clock) {
  try {
    const runtime = await assetText("runtime.js");
    if (__privateGet(this, _over)) return;
    const frame = __privateGet(this, _frame);
    frame.setAttribute("sandbox", "allow-scripts");
    frame.title = "The program that runs";
    frame.className = "play-frame";
    frame.tabIndex = -1;
    frame.setAttribute("aria-hidden", "true");
    frame.src = assetUrl("frame.html");
    __privateSet(this, _ready, () => {
      var _a;
      return (_a = frame.contentWindow) == null ? void 0 : _a.postMessage({ kind: "start", runtime, program, clock }, "*");
    });
    document.body.append(frame);
  } catch (error) {
    __privateMethod(this, _Run_instances, end_fn).call(this, "failed", `The playground could not be loaded: ${String(error)}`);
  }
};
_ready = new WeakMap();
_onMessage = new WeakMap();
end_fn = function(how, text) {
  if (__privateGet(this, _over)) return;
  this.stop();
  __privateGet(this, _listener).ended(how, text);
};
const VERSION = "v1.";
async function toHash(program) {
  const text = JSON.stringify([program.main, program.files]);
  const bytes = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(text), Infinity);
  return `#${VERSION}${btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}
async function fromHash(hash) {
  if (!hash.startsWith(`#${VERSION}`))
    throw new Error(
      `Expected a link of version ${VERSION.slice(0, -1)}, got ${hash.slice(0, 10)}: it was made by a newer site`
    );
  if (hash.length > LINK) throw new Error(`Expected at most ${LINK} characters, got ${hash.length}`);
  const packed = bytesOf(hash.slice(1 + VERSION.length));
  const bytes = await through(new DecompressionStream("deflate-raw"), packed, UNPACKED).catch(
    (error) => {
      throw error instanceof TooLong ? error : new Error("The link is damaged: its end may be cut off");
    }
  );
  return readProgram(new TextDecoder().decode(bytes));
}
function bytesOf(text) {
  if (!/^[\w-]+$/.test(text)) throw new Error("The link is damaged: it holds characters that no link has");
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  } catch {
    throw new Error("The link is damaged: its end may be cut off");
  }
}
class TooLong extends Error {
}
async function through(stream, bytes, most) {
  const writer = stream.writable.getWriter();
  const written = writer.write(bytes).then(() => writer.close());
  written.catch(() => {
  });
  const reader = stream.readable.getReader();
  const parts = [];
  for (; ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    if (parts.length + value.length > most) {
      await reader.cancel();
      throw new TooLong(`Expected a program of at most ${most} bytes`);
    }
    for (const byte of value) parts.push(byte);
  }
  await written;
  return Uint8Array.from(parts);
}
function readProgram(text) {
  const wrong = new Error("The link holds no program");
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    throw wrong;
  }
  if (!Array.isArray(data)) throw wrong;
  const [main, files] = data;
  if (typeof main !== "string" || typeof files !== "object" || files === null) throw wrong;
  const entries = Object.entries(files);
  const valid = entries.every(
    ([name, code]) => name.length <= NAME && /^[\w.-]+\.ts$/.test(name) && typeof code === "string"
  );
  if (!valid || entries.length > FILES || !Object.hasOwn(files, main)) throw wrong;
  return { main, files: Object.fromEntries(entries) };
}
const PAUSE = 400;
class Panel {
  /** `code` is the block as the page shows it; it gives way to the editor. */
  constructor(root, code, program, compiled) {
    __privateAdd(this, _Panel_instances);
    /** What stands below the block, from the top: buttons, output. */
    __privateAdd(this, _root);
    __privateAdd(this, _code);
    __privateAdd(this, _run, element(
      "button",
      { type: "button", class: "play-run", onclick: () => void this.toggle() },
      "Run"
    ));
    __privateAdd(this, _edit, element("button", { type: "button", onclick: () => void this.edit() }, "Edit"));
    __privateAdd(this, _link, element("button", { type: "button", onclick: () => void __privateMethod(this, _Panel_instances, share_fn).call(this) }, "Link"));
    __privateAdd(this, _real, element("input", { type: "checkbox" }));
    __privateAdd(this, _note, element("span", { class: "play-note", role: "status" }));
    __privateAdd(this, _program);
    /** Undefined if the program has changed since it was compiled. */
    __privateAdd(this, _compiled2);
    /** What the page had, for the way back. */
    __privateAdd(this, _original);
    __privateAdd(this, _editor);
    __privateAdd(this, _output);
    __privateAdd(this, _running);
    __privateAdd(this, _pause);
    __privateSet(this, _root, root);
    __privateSet(this, _code, code);
    __privateSet(this, _program, program);
    __privateSet(this, _compiled2, compiled);
    __privateSet(this, _original, compiled);
    const real = element("label", {}, __privateGet(this, _real), " real time");
    const bar = element("div", { class: "play-bar" }, __privateGet(this, _run), __privateGet(this, _edit), __privateGet(this, _link), real, __privateGet(this, _note));
    root.replaceChildren(bar);
  }
  focus() {
    __privateGet(this, _run).focus();
  }
  async toggle() {
    if (__privateGet(this, _running) === void 0) await this.run();
    else this.stop("You stopped it.");
  }
  async run() {
    this.stop();
    const compiled = __privateGet(this, _compiled2) ?? await __privateMethod(this, _Panel_instances, compile_fn).call(this);
    if (compiled === void 0) return;
    const positions = new Positions(compiled);
    const output = new Output((text) => positions.inText(text));
    __privateMethod(this, _Panel_instances, show_fn).call(this, output.root);
    __privateGet(this, _run).textContent = "Stop";
    __privateSet(this, _output, output);
    __privateSet(this, _running, new Run(compiled, __privateGet(this, _real).checked ? "real" : "virtual", {
      news: (lines, events) => output.add(lines, events),
      ended: (how, text) => {
        output.end(how, text);
        __privateSet(this, _running, void 0);
        __privateGet(this, _run).textContent = "Run";
      }
    }));
  }
  /** Ends the run, if there is one. */
  stop(said = "") {
    var _a;
    if (__privateGet(this, _running) === void 0) return;
    __privateGet(this, _running).stop();
    __privateSet(this, _running, void 0);
    __privateGet(this, _run).textContent = "Run";
    (_a = __privateGet(this, _output)) == null ? void 0 : _a.end("endless", said);
  }
  async edit() {
    if (__privateGet(this, _editor) !== void 0) return __privateMethod(this, _Panel_instances, reset_fn).call(this);
    __privateGet(this, _note).textContent = "The editor is loading …";
    try {
      const { Editor } = await import("./editor.BeyToKHb.js");
      __privateSet(this, _editor, new Editor(__privateGet(this, _program), { changed: () => __privateMethod(this, _Panel_instances, changed_fn).call(this), run: () => void this.run() }));
    } catch (error) {
      __privateGet(this, _note).textContent = `The editor could not be loaded: ${String(error)}`;
      return;
    }
    __privateGet(this, _code).hidden = true;
    __privateGet(this, _code).before(__privateGet(this, _editor).root);
    __privateGet(this, _edit).textContent = "As it was";
    __privateGet(this, _note).textContent = isLoaded() ? "" : `Changed programs need the compiler: it is loaded at the first run, ${1076} kB.`;
    __privateGet(this, _editor).focus();
  }
}
_root = new WeakMap();
_code = new WeakMap();
_run = new WeakMap();
_edit = new WeakMap();
_link = new WeakMap();
_real = new WeakMap();
_note = new WeakMap();
_program = new WeakMap();
_compiled2 = new WeakMap();
_original = new WeakMap();
_editor = new WeakMap();
_output = new WeakMap();
_running = new WeakMap();
_pause = new WeakMap();
_Panel_instances = new WeakSet();
reset_fn = function() {
  var _a;
  (_a = __privateGet(this, _editor)) == null ? void 0 : _a.destroy();
  __privateSet(this, _editor, void 0);
  __privateSet(this, _compiled2, __privateGet(this, _original));
  __privateGet(this, _code).hidden = false;
  __privateGet(this, _edit).textContent = "Edit";
  __privateGet(this, _note).textContent = "";
  __privateGet(this, _edit).focus();
};
changed_fn = function() {
  __privateSet(this, _compiled2, void 0);
  clearTimeout(__privateGet(this, _pause));
  if (isLoaded()) __privateSet(this, _pause, setTimeout(() => void __privateMethod(this, _Panel_instances, compile_fn).call(this), PAUSE));
};
compile_fn = async function() {
  var _a, _b;
  const program = ((_a = __privateGet(this, _editor)) == null ? void 0 : _a.program()) ?? __privateGet(this, _program);
  if (!isLoaded()) __privateGet(this, _note).textContent = `The compiler is loading: ${1076} kB …`;
  try {
    const { compiled, problems } = await compileInWorker(program);
    (_b = __privateGet(this, _editor)) == null ? void 0 : _b.mark(problems);
    __privateMethod(this, _Panel_instances, tell_fn).call(this, problems);
    return compiled;
  } catch (error) {
    __privateGet(this, _note).textContent = `The compiler could not be loaded: ${error.message}`;
    return void 0;
  }
};
tell_fn = function(problems) {
  const [first] = problems;
  __privateGet(this, _note).textContent = first === void 0 ? "" : `${problems.length} ${problems.length === 1 ? "problem" : "problems"}: ${first.file}:${first.line}: ${first.text.slice(0, 300)}`;
};
share_fn = async function() {
  var _a, _b;
  const hash = await toHash(((_a = __privateGet(this, _editor)) == null ? void 0 : _a.program()) ?? __privateGet(this, _program));
  const address = new URL(`${"/acoro/"}playground.html${hash}`, location.href).href;
  const link = element("a", { href: address }, "the link to this program");
  const long = address.length > LONG_LINK ? ` It is long, ${address.length} characters: some programs cut such links.` : "";
  const copied = await ((_b = navigator.clipboard) == null ? void 0 : _b.writeText(address).then(
    () => "Copied: ",
    () => ""
  ));
  __privateGet(this, _note).replaceChildren(copied ?? "", link, `.${long}`);
};
show_fn = function(result) {
  for (const old of __privateGet(this, _root).querySelectorAll(".play-result")) old.remove();
  __privateGet(this, _root).append(result);
};
const panel = /* @__PURE__ */ Object.freeze(/* @__PURE__ */ Object.defineProperty({
  __proto__: null,
  Panel
}, Symbol.toStringTag, { value: "Module" }));
export {
  Panel as P,
  element as e,
  fromHash as f,
  panel as p
};
