// The worker's entry where this package runs from its TypeScript sources: brings tsx in where Node does not know
// TypeScript, then goes on in worker-entry.ts. The built package has no use for it.

import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

if (!process.features.typescript) {
  const require = createRequire(import.meta.url)
  const { exports } = require('tsx/package.json')
  const api = new URL(exports['./esm/api'].import.default, pathToFileURL(require.resolve('tsx/package.json')))
  const { register } = await import(api.href)
  register()
}

export default (await import('./worker-entry.ts')).default
