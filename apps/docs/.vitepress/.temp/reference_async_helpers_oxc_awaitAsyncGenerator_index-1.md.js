import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"@acoro/async/helpers/oxc/awaitAsyncGenerator","description":"","frontmatter":{},"headers":[{"level":2,"title":"References","slug":"references","link":"#references","children":[{"level":3,"title":"_","slug":"_","link":"#_","children":[]},{"level":3,"title":"_await_async_generator","slug":"_await_async_generator","link":"#_await_async_generator","children":[]},{"level":3,"title":"default","slug":"default","link":"#default","children":[]}]}],"relativePath":"reference/async/helpers/oxc/awaitAsyncGenerator/index-1.md","filePath":"reference/async/helpers/oxc/awaitAsyncGenerator/index-1.md"}');
const _sfc_main = { name: "reference/async/helpers/oxc/awaitAsyncGenerator/index-1.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="acoroasynchelpersoxcawaitasyncgenerator" tabindex="-1">@acoro/async/helpers/oxc/awaitAsyncGenerator <a class="header-anchor" href="#acoroasynchelpersoxcawaitasyncgenerator" aria-label="Permalink to &quot;@acoro/async/helpers/oxc/awaitAsyncGenerator&quot;">​</a></h1><h2 id="references" tabindex="-1">References <a class="header-anchor" href="#references" aria-label="Permalink to &quot;References&quot;">​</a></h2><h3 id="_" tabindex="-1">_ <a class="header-anchor" href="#_" aria-label="Permalink to &quot;\\_&quot;">​</a></h3><p>Re-exports <a href="./functions/_.html">_</a></p><hr><h3 id="_await_async_generator" tabindex="-1">_await_async_generator <a class="header-anchor" href="#_await_async_generator" aria-label="Permalink to &quot;\\_await\\_async\\_generator&quot;">​</a></h3><p>Renames and re-exports <a href="./functions/_.html">_</a></p><hr><h3 id="default" tabindex="-1">default <a class="header-anchor" href="#default" aria-label="Permalink to &quot;default&quot;">​</a></h3><p>Renames and re-exports <a href="./functions/_.html">_</a></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/async/helpers/oxc/awaitAsyncGenerator/index-1.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index1 = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index1 as default
};
