import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"createEagerTaskFactory()","description":"","frontmatter":{},"headers":[{"level":2,"title":"Parameters","slug":"parameters","link":"#parameters","children":[{"level":3,"title":"TaskClass","slug":"taskclass","link":"#taskclass","children":[]}]},{"level":2,"title":"Returns","slug":"returns","link":"#returns","children":[]}],"relativePath":"reference/core/functions/createEagerTaskFactory.md","filePath":"reference/core/functions/createEagerTaskFactory.md"}');
const _sfc_main = { name: "reference/core/functions/createEagerTaskFactory.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="createeagertaskfactory" tabindex="-1">createEagerTaskFactory() <a class="header-anchor" href="#createeagertaskfactory" aria-label="Permalink to &quot;createEagerTaskFactory()&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">function</span><span style="--shiki-light:#622CBC;--shiki-dark:#DBB7FF;"> createEagerTaskFactory</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">(</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;">TaskClass</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">)</span><span style="--shiki-light:#A0111F;--shiki-dark:#FF9492;">:</span><span style="--shiki-light:#702C00;--shiki-dark:#FFB757;"> TaskFactory</span><span style="--shiki-light:#0E1116;--shiki-dark:#F0F3F6;">;</span></span></code></pre></div><p>Like <a href="./../variables/eagerTaskFactory.html"><code>eagerTaskFactory</code></a>, for a task class of your own. asyncio: <code>asyncio.create_eager_task_factory</code>.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><h3 id="taskclass" tabindex="-1">TaskClass <a class="header-anchor" href="#taskclass" aria-label="Permalink to &quot;TaskClass&quot;">​</a></h3><p>new &lt;<code>T</code>&gt;(<code>coro</code>, <code>options?</code>) =&gt; <a href="./../classes/Task.html"><code>Task</code></a>&lt;<code>T</code>&gt;</p><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><a href="./../#taskfactory"><code>TaskFactory</code></a></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/core/functions/createEagerTaskFactory.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const createEagerTaskFactory = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  createEagerTaskFactory as default
};
