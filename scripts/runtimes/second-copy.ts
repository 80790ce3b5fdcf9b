// A second copy of a module and of all that it imports by relative path, for tests:
// `import('../src/index.ts?copy')`.

import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Plugin } from 'vitest/config'

const COPY = '?copy'

export function secondCopy(): Plugin {
  return {
    name: 'acoro:second-copy',
    enforce: 'pre',
    resolveId(name, importer) {
      if (importer === undefined || !name.startsWith('.')) return undefined
      const inCopy = importer.endsWith(COPY)
      if (!inCopy && !name.endsWith(COPY)) return undefined
      const file = resolve(dirname(importer.replace(COPY, '')), name.replace(COPY, ''))
      return existsSync(file) ? file + COPY : undefined
    },
  }
}
