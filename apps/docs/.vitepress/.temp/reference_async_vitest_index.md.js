import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"@acoro/async/vitest","description":"","frontmatter":{},"headers":[{"level":2,"title":"Functions","slug":"functions","link":"#functions","children":[]},{"level":2,"title":"References","slug":"references","link":"#references","children":[{"level":3,"title":"BundlerPlugin","slug":"bundlerplugin","link":"#bundlerplugin","children":[]},{"level":3,"title":"PluginOptions","slug":"pluginoptions","link":"#pluginoptions","children":[]}]}],"relativePath":"reference/async/vitest/index.md","filePath":"reference/async/vitest/index.md"}');
const _sfc_main = { name: "reference/async/vitest/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="acoroasyncvitest" tabindex="-1">@acoro/async/vitest <a class="header-anchor" href="#acoroasyncvitest" aria-label="Permalink to &quot;@acoro/async/vitest&quot;">​</a></h1><h2 id="functions" tabindex="-1">Functions <a class="header-anchor" href="#functions" aria-label="Permalink to &quot;Functions&quot;">​</a></h2><ul><li><a href="./functions/acoroTest.html">acoroTest</a></li></ul><h2 id="references" tabindex="-1">References <a class="header-anchor" href="#references" aria-label="Permalink to &quot;References&quot;">​</a></h2><h3 id="bundlerplugin" tabindex="-1">BundlerPlugin <a class="header-anchor" href="#bundlerplugin" aria-label="Permalink to &quot;BundlerPlugin&quot;">​</a></h3><p>Re-exports <a href="./../plugin/#bundlerplugin">BundlerPlugin</a></p><hr><h3 id="pluginoptions" tabindex="-1">PluginOptions <a class="header-anchor" href="#pluginoptions" aria-label="Permalink to &quot;PluginOptions&quot;">​</a></h3><p>Re-exports <a href="./../plugin/#pluginoptions">PluginOptions</a></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/async/vitest/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
