import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"jsonLinesCodec()","description":"","frontmatter":{},"headers":[{"level":2,"title":"Type Parameters","slug":"type-parameters","link":"#type-parameters","children":[{"level":3,"title":"In","slug":"in","link":"#in","children":[]},{"level":3,"title":"Out","slug":"out","link":"#out","children":[]}]},{"level":2,"title":"Returns","slug":"returns","link":"#returns","children":[]}],"relativePath":"reference/streams/functions/jsonLinesCodec.md","filePath":"reference/streams/functions/jsonLinesCodec.md"}');
const _sfc_main = { name: "reference/streams/functions/jsonLinesCodec.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="jsonlinescodec" tabindex="-1">jsonLinesCodec() <a class="header-anchor" href="#jsonlinescodec" aria-label="Permalink to &quot;jsonLinesCodec()&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">function</span><span style="--shiki-light:#622CBC;--shiki-dark:#DBB7FF;"> jsonLinesCodec</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">&lt;</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;">In</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">, </span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;">Out</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">&gt;()</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">:</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;"> Codec</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">&lt;</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;">In</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">, </span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;">Out</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">&gt;;</span></span></code></pre></div><p>JSON, one value a line; empty lines are skipped. SyntaxError, with the line, if it is not JSON.</p><h2 id="type-parameters" tabindex="-1">Type Parameters <a class="header-anchor" href="#type-parameters" aria-label="Permalink to &quot;Type Parameters&quot;">​</a></h2><h3 id="in" tabindex="-1">In <a class="header-anchor" href="#in" aria-label="Permalink to &quot;In&quot;">​</a></h3><p><code>In</code> = <code>unknown</code></p><h3 id="out" tabindex="-1">Out <a class="header-anchor" href="#out" aria-label="Permalink to &quot;Out&quot;">​</a></h3><p><code>Out</code> = <code>In</code></p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><a href="./../#codec"><code>Codec</code></a>&lt;<code>In</code>, <code>Out</code>&gt;</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/streams/functions/jsonLinesCodec.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const jsonLinesCodec = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  jsonLinesCodec as default
};
