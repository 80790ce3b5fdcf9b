// VitePress' own theme with the fonts of the reader's system, and the version on each page.

import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import { h } from 'vue'
import './style.css'

declare const __ACORO_VERSION__: string

const version = () => h('p', { class: 'version' }, `This page is of acoro ${__ACORO_VERSION__}.`)

export default {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, { 'doc-footer-before': version, 'home-features-after': version }),
} satisfies Theme
