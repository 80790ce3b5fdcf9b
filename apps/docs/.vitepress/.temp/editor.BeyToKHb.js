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
var _view, _main, _states, _tabs, _shown, _problems, _Editor_instances, tabList_fn, show_fn;
import { history, defaultKeymap, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { indentOnInput, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics, lintGutter } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers, drawSelection, keymap } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { e as element } from "./panel.CIhXVfFg.js";
import "@jridgewell/trace-mapping";
class Editor {
  constructor({ main, files }, events) {
    __privateAdd(this, _Editor_instances);
    __publicField(this, "root", element("div", { class: "play-editor" }));
    __privateAdd(this, _view);
    __privateAdd(this, _main);
    __privateAdd(this, _states, /* @__PURE__ */ new Map());
    __privateAdd(this, _tabs, /* @__PURE__ */ new Map());
    __privateAdd(this, _shown);
    __privateAdd(this, _problems, []);
    __privateSet(this, _main, main);
    __privateSet(this, _shown, main);
    for (const [name, text] of Object.entries(files)) __privateGet(this, _states).set(name, newState(name, text, events));
    __privateSet(this, _view, new EditorView({ state: __privateGet(this, _states).get(main) }));
    if (__privateGet(this, _states).size > 1) this.root.append(__privateMethod(this, _Editor_instances, tabList_fn).call(this));
    this.root.append(__privateGet(this, _view).dom);
  }
  focus() {
    __privateGet(this, _view).focus();
  }
  program() {
    __privateGet(this, _states).set(__privateGet(this, _shown), __privateGet(this, _view).state);
    const files = [...__privateGet(this, _states)].map(([name, { doc }]) => [name, doc.toString()]);
    return { main: __privateGet(this, _main), files: Object.fromEntries(files) };
  }
  /** Underlines what the compiler complains of. */
  mark(problems) {
    __privateSet(this, _problems, problems);
    const { doc } = __privateGet(this, _view).state;
    const found = problems.filter(({ file, line }) => file === __privateGet(this, _shown) && line <= doc.lines).map(({ line, column, text }) => {
      const at = doc.line(line);
      const from = Math.min(at.to, at.from + column - 1);
      return { from, to: Math.max(from, at.to), severity: "error", message: text };
    });
    __privateGet(this, _view).dispatch(setDiagnostics(__privateGet(this, _view).state, found));
  }
  destroy() {
    __privateGet(this, _view).destroy();
    this.root.remove();
  }
}
_view = new WeakMap();
_main = new WeakMap();
_states = new WeakMap();
_tabs = new WeakMap();
_shown = new WeakMap();
_problems = new WeakMap();
_Editor_instances = new WeakSet();
tabList_fn = function() {
  const list = element("div", { class: "play-tabs", role: "group", "aria-label": "Files" });
  for (const name of __privateGet(this, _states).keys()) {
    const tab = element("button", { type: "button", onclick: () => __privateMethod(this, _Editor_instances, show_fn).call(this, name) }, name);
    tab.setAttribute("aria-pressed", String(name === __privateGet(this, _main)));
    __privateGet(this, _tabs).set(name, tab);
    list.append(tab);
  }
  return list;
};
show_fn = function(name) {
  __privateGet(this, _states).set(__privateGet(this, _shown), __privateGet(this, _view).state);
  __privateSet(this, _shown, name);
  __privateGet(this, _view).setState(__privateGet(this, _states).get(name));
  for (const [key, tab] of __privateGet(this, _tabs)) tab.setAttribute("aria-pressed", String(key === name));
  this.mark(__privateGet(this, _problems));
};
function newState(name, text, { changed, run }) {
  const runs = {
    key: "Mod-Enter",
    run: () => {
      run();
      return true;
    }
  };
  return EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      lintGutter(),
      javascript({ typescript: true }),
      syntaxHighlighting(classHighlighter),
      keymap.of([runs, ...defaultKeymap, ...historyKeymap]),
      EditorView.contentAttributes.of({ "aria-label": `The program ${name}`, spellcheck: "false" }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed();
      })
    ]
  });
}
export {
  Editor
};
