import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"@acoro/executors/worker","description":"","frontmatter":{},"headers":[{"level":2,"title":"References","slug":"references","link":"#references","children":[{"level":3,"title":"jobSignal","slug":"jobsignal","link":"#jobsignal","children":[]},{"level":3,"title":"Portal","slug":"portal","link":"#portal","children":[]},{"level":3,"title":"PortalHandlers","slug":"portalhandlers","link":"#portalhandlers","children":[]},{"level":3,"title":"transfer","slug":"transfer","link":"#transfer","children":[]},{"level":3,"title":"TransferItem","slug":"transferitem","link":"#transferitem","children":[]}]}],"relativePath":"reference/executors/worker/index.md","filePath":"reference/executors/worker/index.md"}');
const _sfc_main = { name: "reference/executors/worker/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="acoroexecutorsworker" tabindex="-1">@acoro/executors/worker <a class="header-anchor" href="#acoroexecutorsworker" aria-label="Permalink to &quot;@acoro/executors/worker&quot;">​</a></h1><h2 id="references" tabindex="-1">References <a class="header-anchor" href="#references" aria-label="Permalink to &quot;References&quot;">​</a></h2><h3 id="jobsignal" tabindex="-1">jobSignal <a class="header-anchor" href="#jobsignal" aria-label="Permalink to &quot;jobSignal&quot;">​</a></h3><p>Re-exports <a href="./../functions/jobSignal.html">jobSignal</a></p><hr><h3 id="portal" tabindex="-1">Portal <a class="header-anchor" href="#portal" aria-label="Permalink to &quot;Portal&quot;">​</a></h3><p>Re-exports <a href="./../#portal">Portal</a></p><hr><h3 id="portalhandlers" tabindex="-1">PortalHandlers <a class="header-anchor" href="#portalhandlers" aria-label="Permalink to &quot;PortalHandlers&quot;">​</a></h3><p>Re-exports <a href="./../#portalhandlers">PortalHandlers</a></p><hr><h3 id="transfer" tabindex="-1">transfer <a class="header-anchor" href="#transfer" aria-label="Permalink to &quot;transfer&quot;">​</a></h3><p>Re-exports <a href="./../functions/transfer.html">transfer</a></p><hr><h3 id="transferitem" tabindex="-1">TransferItem <a class="header-anchor" href="#transferitem" aria-label="Permalink to &quot;TransferItem&quot;">​</a></h3><p>Re-exports <a href="./../#transferitem">TransferItem</a></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/executors/worker/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
