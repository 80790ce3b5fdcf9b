// VitePress' own theme with the fonts of the reader's system, the version on each page, and examples that
// run.

import { onContentUpdated, type Theme, withBase } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import { h, onMounted } from 'vue'
import { openOwnLink, startPlayground } from '../../playground/page/start.ts'
import { referenceMenus } from './menus.ts'
import './style.css'
import './playground.css'

declare const __ACORO_VERSION__: string

/** The theme's own has no landmark, and a link that is called by another name than it shows. */
const notFound = () =>
  h('main', { class: 'not-found vp-doc' }, [
    h('h1', 'There is no such page'),
    h('p', h('a', { href: withBase('/') }, 'To the first page')),
  ])

const version = () => h('p', { class: 'version' }, `This page is of acoro ${__ACORO_VERSION__}.`)

export default {
  extends: DefaultTheme,
  enhanceApp: referenceMenus,
  Layout: {
    setup() {
      onContentUpdated(() => {
        startPlayground()
        // The theme makes the home page of a `div`, which is no landmark.
        document.querySelector('.VPHome')?.setAttribute('role', 'main')
      })
      onMounted(() => addEventListener('hashchange', openOwnLink))
      return () =>
        h(DefaultTheme.Layout, null, {
          'doc-footer-before': version,
          'home-features-after': version,
          'not-found': notFound,
        })
    },
  },
} satisfies Theme
