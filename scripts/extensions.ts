// Sources import one another as `./x.ts`, and neither tsup nor tsc (in declarations) rewrites that. What is published
// says `./x.js`. It is of the same length, so the source maps stay right. Run in a package's folder, after both.

import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseSync } from 'oxc-parser'
import { filesBelow } from './lib/workspace.ts'

for (const file of filesBelow(resolve('dist'), '.js', '.d.ts')) {
  const text = readFileSync(file, 'utf8')
  const { comments } = parseSync(file, text)
  const inComment = (at: number): boolean => comments.some(({ start, end }) => start <= at && at < end)
  const specifier = /(\b(?:from|import|module)\s*\(?\s*['"]\.\.?\/[^'"]*)\.ts(?=['"])/g
  writeFileSync(
    file,
    text.replace(specifier, (match, path: string, at: number) => (inComment(at) ? match : `${path}.js`)),
  )
}
