/**
 * Packages that TypeScript has lowered already. They call `__awaiter` of the package tslib. This package has
 * one of the same name, so the import is led there. What else they import of tslib stays.
 */

const OURS = '@acoro/async/helpers/tslib'
const NAMES = ['__awaiter', '__asyncGenerator', '__asyncDelegator', '__asyncValues', '__await']

/**
 * Leads imports of tslib's helpers for async functions here. No line moves. Returns null if there are none.
 */
export function redirectTslib(code: string): string | null {
  let changed = false
  const redirected = code.replace(
    /^([ \t]*)import\s*\{([^}]*)\}\s*from\s*(['"])tslib\3;?/gm,
    (whole, indent: string, names: string) => {
      const all = names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
      const ours = all.filter((name) => NAMES.includes(name.split(/\s/)[0] as string))
      if (ours.length === 0) return whole
      changed = true
      const theirs = all.filter((name) => !ours.includes(name))
      const rest = theirs.length === 0 ? '' : ` import { ${theirs.join(', ')} } from 'tslib';`
      // As many lines as before.
      const lines = '\n'.repeat(whole.split('\n').length - 1)
      return `${indent}import { ${ours.join(', ')} } from '${OURS}';${rest}${lines}`
    },
  )
  return changed ? redirected : null
}
