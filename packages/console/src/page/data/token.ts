/**
 * The token arrives in the fragment of the address that the program printed: `#` and 32 hexadecimal digits.
 * It is taken out at once and kept for this tab, so a reload works and a copied address hands nobody the key.
 * A view may stand before it: `#waits?token=…`.
 */

const KEY = 'acoro-console-token'
const ALONE = /^#([0-9a-f]{32})$/
const NAMED = /(^#|[&?])token=([\w-]+)/

/** The token of this tab, or null: the page was opened without one. */
export function takeToken(): string | null {
  const token = tokenIn(location.hash)
  if (token === null) return kept()
  const rest = location.hash
    .replace(ALONE, '')
    .replace(NAMED, '$1')
    .replace('?&', '?')
    .replace(/[#&?]+$/, '')
  history.replaceState(null, '', `${location.pathname}${rest}`)
  keep(token)
  return token
}

/**
 * Calls `listener` when somebody opens an address with a token in this tab: the program was started again.
 */
export function onNewToken(listener: () => void): void {
  addEventListener('hashchange', () => {
    if (tokenIn(location.hash) === null) return
    takeToken()
    listener()
  })
}

function tokenIn(fragment: string): string | null {
  return ALONE.exec(fragment)?.[1] ?? NAMED.exec(fragment)?.[2] ?? null
}

function kept(): string | null {
  try {
    return sessionStorage.getItem(KEY)
  } catch {
    return null
  }
}

function keep(token: string): void {
  try {
    sessionStorage.setItem(KEY, token)
  } catch {
    // A reload needs the address again.
  }
}
