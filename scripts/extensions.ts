// Sources import one another as `./x.ts`. In JavaScript tsc rewrites that to `./x.js`, in declarations it
// does not. It is of the same length, so the maps stay right.

import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseSync } from 'oxc-parser'
import { filesBelow } from './lib/workspace.ts'

export function rewriteExtensions(dist: string): void {
  for (const file of filesBelow(resolve(dist), '.d.ts')) {
    const text = readFileSync(file, 'utf8')
    const { comments } = parseSync(file, text)
    const inComment = (at: number): boolean => comments.some(({ start, end }) => start <= at && at < end)
    const specifier = /(\b(?:from|import|module)\s*\(?\s*['"]\.\.?\/[^'"]*)\.ts(?=['"])/g
    writeFileSync(
      file,
      text.replace(specifier, (match, path: string, at: number) => (inComment(at) ? match : `${path}.js`)),
    )
  }
}

/**
 * What tsc makes of `using` asks for helpers on `this`, which a module does not have: rollup would warn users
 * of that. It asks `null`, which is of the same length. After `bundle`, for which the helpers would become
 * functions with names.
 */
export function rewriteHelpers(dist: string): void {
  for (const file of filesBelow(resolve(dist), '.js')) {
    const text = readFileSync(file, 'utf8')
    const wanted = text.replaceAll(/\(this && this\.(__\w+)\)/g, '(null && null.$1)')
    if (wanted !== text) writeFileSync(file, wanted)
  }
}
