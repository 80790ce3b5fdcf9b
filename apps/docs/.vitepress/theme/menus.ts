// The menus of the reference hold every name of every package. They come with the first page of the reference
// that is opened, and are no part of the others.

import type { EnhanceAppContext } from 'vitepress'

export async function referenceMenus({ router, siteData }: EnhanceAppContext): Promise<void> {
  let loading: Promise<void> | undefined
  const load = async (): Promise<void> => {
    const { default: menus } = await import('virtual:reference-menus')
    const { themeConfig } = siteData.value
    const sidebar = { ...themeConfig.sidebar, ...menus }
    siteData.value = { ...siteData.value, themeConfig: { ...themeConfig, sidebar } }
  }
  const loadFor = async (path: string): Promise<void> => {
    if (!path.includes('/reference/')) return
    loading ??= load()
    try {
      await loading
    } catch {
      // The page can be read without its menu; the next one asks again.
      loading = undefined
    }
  }
  router.onBeforePageLoad = async (to) => {
    await loadFor(to)
  }
  await loadFor(import.meta.env.SSR ? '/reference/' : location.pathname)
}
