/**
 * Light or dark: as the system says, until somebody turns the switch. The choice is kept for the next time.
 */

export type Theme = 'system' | 'light' | 'dark'

const KEY = 'acoro-console-theme'
const THEMES: readonly Theme[] = ['system', 'light', 'dark']

/** The choice kept by this browser. A browser that keeps nothing says `system`. */
export function keptTheme(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? 'system'
  } catch {
    return 'system'
  }
}

/** Shows the page in `theme` and keeps the choice. */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // It is forgotten with the tab.
  }
}

export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] as Theme
}
