import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"@acoro/compat/node","description":"","frontmatter":{},"headers":[{"level":2,"title":"Functions","slug":"functions","link":"#functions","children":[]}],"relativePath":"reference/compat/node/index.md","filePath":"reference/compat/node/index.md"}');
const _sfc_main = { name: "reference/compat/node/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="acorocompatnode" tabindex="-1">@acoro/compat/node <a class="header-anchor" href="#acorocompatnode" aria-label="Permalink to &quot;@acoro/compat/node&quot;">​</a></h1><h2 id="functions" tabindex="-1">Functions <a class="header-anchor" href="#functions" aria-label="Permalink to &quot;Functions&quot;">​</a></h2><ul><li><a href="./functions/asyncContextLoop.html">asyncContextLoop</a></li><li><a href="./functions/currentTask.html">currentTask</a></li><li><a href="./functions/fromReadable.html">fromReadable</a></li><li><a href="./functions/keepAsyncContext.html">keepAsyncContext</a></li><li><a href="./functions/toReadable.html">toReadable</a></li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/compat/node/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
