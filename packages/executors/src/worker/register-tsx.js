// For development, when this package runs from its TypeScript sources: registers tsx if Node does not know
// TypeScript. The built package does not use it.

import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

if (!process.features.typescript) {
  const require = createRequire(import.meta.url)
  const { exports } = require('tsx/package.json')
  const api = new URL(exports['./esm/api'].import.default, pathToFileURL(require.resolve('tsx/package.json')))
  const { register } = await import(api.href)
  register()
}
