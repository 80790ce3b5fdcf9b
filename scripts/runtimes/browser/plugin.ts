// What tests may use in a browser beside what it has: `setImmediate`, an EventEmitter, and names to import
// from modules of Node's, which throw when they are called. So a file of tests can be loaded, and those of
// its tests that need processes or files say so one by one, with `onlyOn`. A helper of tests that opens a
// page, say, has another form for browsers beside it: in place of `page.ts` they get `page.browser.ts`.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vitest/config'

const here = import.meta.dirname

/** Modules of Node's that have a stand-in. */
const standIns: Record<string, string> = { 'node:events': join(here, 'events.ts') }

const ABSENT = '\0absent:'

export function browserTests(): Plugin[] {
  return [standingIn(), formsForBrowsers(), naming()]
}

/** Stacks name a test file without what the server puts behind its address. */
function naming(): Plugin {
  return {
    name: 'acoro:browser-test-names',
    enforce: 'post',
    transform(code, id) {
      const file = id.replace(/\?.*/, '')
      return /\/packages\/[^/]+\/test\//.test(file) ? `${code}\n//# sourceURL=${file}\n` : undefined
    },
  }
}

function formsForBrowsers(): Plugin {
  return {
    name: 'acoro:browser-test-forms',
    enforce: 'pre',
    resolveId(name, importer) {
      const file = importer?.replace(/\?.*/, '') ?? ''
      if (!name.startsWith('.') || !/\/packages\/[^/]+\/test\//.test(file)) return undefined
      const form = join(dirname(file), name.replace(/\.ts$/, '.browser.ts'))
      return form.endsWith('.browser.ts') && existsSync(form) ? form : undefined
    },
  }
}

function standingIn(): Plugin {
  return {
    name: 'acoro:browser-tests',
    enforce: 'pre',
    resolveId(name, importer) {
      if (!name.startsWith('node:') || importer === undefined || importer.includes('/node_modules/'))
        return undefined
      return standIns[name] ?? ABSENT + name
    },
    async load(id) {
      if (!id.startsWith(ABSENT)) return undefined
      return absent(id.slice(ABSENT.length))
    },
    transform(code, id) {
      if (!/\/packages\/[^/]+\/test\//.test(id)) return undefined
      const names = ['setImmediate', 'clearImmediate'].filter((name) =>
        new RegExp(`(?<![.\\w])${name}\\b(?!:)`).test(code),
      )
      if (names.length === 0) return undefined
      // At the end, so that the lines keep their numbers.
      return `${code}\nimport { ${names.join(', ')} } from '${join(here, 'immediate.ts')}'\n`
    },
  }
}

async function absent(name: string): Promise<string> {
  const exported = Object.keys(await import(name)).filter(
    (key) => key !== 'default' && key !== 'module.exports',
  )
  const refuse = `function () { throw new Error('${name} is only on server: say so with onlyOn()') }`
  const lines = exported.map((key) => `const _${key} = ${refuse}\nexport { _${key} as ${key} }`)
  return [...lines, `export default { ${exported.map((key) => `${key}: _${key}`).join(', ')} }`].join('\n')
}
