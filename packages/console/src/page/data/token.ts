/**
 * The token arrives in the fragment of the address that the program printed: `#token=…`. It is taken out at once and
 * kept for this tab, so a reload works and a copied address hands nobody the key.
 */

const KEY = 'acoro-console-token'

/** The token of this tab, or null: the page was opened without one. */
export function takeToken(): string | null {
  const found = /[#&?]token=([\w-]+)/.exec(location.hash)
  if (found === null) return kept()
  const rest = location.hash.replace(/&?token=[\w-]+/, '').replace(/[?#]+$/, '')
  history.replaceState(null, '', `${location.pathname}${rest === '' ? '' : rest}`)
  keep(found[1] as string)
  return found[1] as string
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
