import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What Node is asked for in place of `specifier`. TypeScript names a file `.ts` as `.js`. */
export function instead(specifier: string, parentURL: string | undefined): string {
  if (parentURL?.startsWith('file:') !== true || !/^\.{1,2}\/.*\.[cm]?js$/.test(specifier)) return specifier
  const asked = new URL(specifier, parentURL)
  const source = new URL(asked.href.replace(/js$/, 'ts'))
  return !existsSync(fileURLToPath(asked)) && existsSync(fileURLToPath(source)) ? source.href : specifier
}
