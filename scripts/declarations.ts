// tsc leaves `from './x.ts'` in declaration files as it stands in the source. No such file is published, so it says
// `./x.js` from here on, of the same length, so that the declaration maps stay right. Run in a package's folder.

import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { filesBelow } from './lib/workspace.ts'

for (const file of filesBelow(resolve('dist'), '.d.ts')) {
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace(/((?:from|import|import\()\s*['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2'))
}
