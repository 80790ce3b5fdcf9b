import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitepress'
import { readPackage, root } from '../../../scripts/lib/workspace.ts'
import { base } from '../src/base.ts'
import { menu, referenceMenus } from '../src/menu.ts'
import { type PlaygroundIndex, playgroundFolder } from '../src/playground/write.ts'
import { type MarkdownRenderer, plainProse, slugify } from '../src/prose.ts'
import { miniSearch } from '../src/search.ts'
import { sectionsOf } from '../src/sections.ts'
import { siteGroups } from '../src/site.ts'

const groups = siteGroups()
const { version } = readPackage('core').manifest
const playground = JSON.parse(readFileSync(join(playgroundFolder, 'index.json'), 'utf8')) as PlaygroundIndex
const favicon = readFileSync(join(root, 'apps/docs/assets/favicon.svg'), 'utf8')

/** What `theme/menus.ts` loads when a page of the reference is opened. */
const menusOfReference = {
  name: 'menus of the reference',
  resolveId: (id: string) => (id === 'virtual:reference-menus' ? `\0${id}` : undefined),
  load: (id: string) =>
    id === '\0virtual:reference-menus'
      ? `export default ${JSON.stringify(referenceMenus(join(root, 'apps/docs/.pages/reference')))}`
      : undefined,
}

export default defineConfig({
  base,
  title: 'acoro',
  description: 'asyncio for TypeScript: tasks that can really be cancelled, and a clock that tests control',
  lang: 'en',
  srcDir: '.pages',
  outDir: 'dist',
  cacheDir: 'node_modules/.cache/vitepress',
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(favicon)}` }]],
  metaChunk: true,
  vite: {
    logLevel: 'warn',
    plugins: [menusOfReference],
    build: { chunkSizeWarningLimit: 8000 },
    // A page's script holds its text again: minified by esbuild it is as small, and built in half the time.
    define: {
      __ACORO_VERSION__: JSON.stringify(version),
      __ACORO_BASE__: JSON.stringify(base),
      __ACORO_PLAYGROUND__: JSON.stringify(playground.assets),
      __ACORO_COMPILER_KB__: String(playground.compilerKb),
    },
  },
  markdown: {
    html: false,
    linkify: false,
    attrs: { disable: true },
    anchor: { slugify },
    headers: { slugify },
    toc: { slugify },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => plainProse(md as unknown as MarkdownRenderer, playground.examples),
  },
  themeConfig: {
    nav: [
      { text: 'Tutorial', link: '/tutorial/1-first-coroutine', activeMatch: '/tutorial/' },
      {
        text: 'Guide',
        link: '/guide/forgotten-yield-star',
        activeMatch: '/(guide|how-to|explanation|coming-from)/',
      },
      { text: 'Packages', link: '/packages/core', activeMatch: '/packages/' },
      { text: 'Playground', link: '/playground' },
      { text: 'Reference', link: '/reference/', activeMatch: '/reference/' },
    ],
    sidebar: { '/': menu(groups) },
    outline: [2, 3],
    docFooter: { prev: 'Before', next: 'Next' },
    search: {
      provider: 'local',
      options: {
        // biome-ignore lint/suspicious/noExplicitAny: VitePress knows only the fields of its own index.
        miniSearch: { ...miniSearch, _splitIntoSections: sectionsOf } as any,
        _render: (text, env, md) => {
          const html = md.render(text.replace(/^[ \t]*```[\s\S]*?^[ \t]*```[ \t]*$/gm, ''), env)
          return env.frontmatter?.search === false ? '' : html
        },
      },
    },
  },
})
