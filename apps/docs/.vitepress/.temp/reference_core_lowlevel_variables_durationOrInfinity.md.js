import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"durationOrInfinity","description":"","frontmatter":{},"headers":[],"relativePath":"reference/core/lowlevel/variables/durationOrInfinity.md","filePath":"reference/core/lowlevel/variables/durationOrInfinity.md"}');
const _sfc_main = { name: "reference/core/lowlevel/variables/durationOrInfinity.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="durationorinfinity" tabindex="-1">durationOrInfinity <a class="header-anchor" href="#durationorinfinity" aria-label="Permalink to &quot;durationOrInfinity&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">const</span><span style="--shiki-light:#023B95;--shiki-dark:#91CBFF;"> durationOrInfinity</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">:</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;"> CheckOption</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>A time in ms that is not negative; Infinity stands for no limit. TypeError and RangeError as for <a href="./../functions/countFrom.html"><code>countFrom</code></a>.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/core/lowlevel/variables/durationOrInfinity.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const durationOrInfinity = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  durationOrInfinity as default
};
