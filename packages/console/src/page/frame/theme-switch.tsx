import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { applyTheme, keptTheme, nextTheme } from '../base/theme.ts'

export function ThemeSwitch(): VNode {
  const [theme, setTheme] = useState(keptTheme)
  const turn = () => {
    const next = nextTheme(theme)
    applyTheme(next)
    setTheme(next)
  }
  return (
    <button type="button" data-key="t" onClick={turn}>
      Colours<span class="detail">: {theme}</span>
    </button>
  )
}
