import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"@acoro/async/helpers/plugin","description":"","frontmatter":{},"headers":[{"level":2,"title":"Functions","slug":"functions","link":"#functions","children":[]},{"level":2,"title":"References","slug":"references","link":"#references","children":[{"level":3,"title":"Body","slug":"body","link":"#body","children":[]},{"level":3,"title":"ForAwait","slug":"forawait","link":"#forawait","children":[]}]}],"relativePath":"reference/async/helpers/plugin/index.md","filePath":"reference/async/helpers/plugin/index.md"}');
const _sfc_main = { name: "reference/async/helpers/plugin/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="acoroasynchelpersplugin" tabindex="-1">@acoro/async/helpers/plugin <a class="header-anchor" href="#acoroasynchelpersplugin" aria-label="Permalink to &quot;@acoro/async/helpers/plugin&quot;">​</a></h1><h2 id="functions" tabindex="-1">Functions <a class="header-anchor" href="#functions" aria-label="Permalink to &quot;Functions&quot;">​</a></h2><ul><li><a href="./functions/awaited.html">awaited</a></li><li><a href="./functions/call0.html">call0</a></li><li><a href="./functions/call1.html">call1</a></li><li><a href="./functions/call2.html">call2</a></li><li><a href="./functions/call3.html">call3</a></li><li><a href="./functions/callAll.html">callAll</a></li><li><a href="./functions/each.html">each</a></li><li><a href="./functions/generator0.html">generator0</a></li><li><a href="./functions/generator1.html">generator1</a></li><li><a href="./functions/generator2.html">generator2</a></li><li><a href="./functions/generator3.html">generator3</a></li><li><a href="./functions/generatorAll.html">generatorAll</a></li><li><a href="./functions/plain0.html">plain0</a></li><li><a href="./functions/plain1.html">plain1</a></li><li><a href="./functions/plain2.html">plain2</a></li><li><a href="./functions/plain3.html">plain3</a></li><li><a href="./functions/plainAll.html">plainAll</a></li></ul><h2 id="references" tabindex="-1">References <a class="header-anchor" href="#references" aria-label="Permalink to &quot;References&quot;">​</a></h2><h3 id="body" tabindex="-1">Body <a class="header-anchor" href="#body" aria-label="Permalink to &quot;Body&quot;">​</a></h3><p>Re-exports <a href="./../esbuild/#body">Body</a></p><hr><h3 id="forawait" tabindex="-1">ForAwait <a class="header-anchor" href="#forawait" aria-label="Permalink to &quot;ForAwait&quot;">​</a></h3><p>Re-exports <a href="./../places/classes/ForAwait.html">ForAwait</a></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/async/helpers/plugin/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
