// React Native's engine, as an npm package brings it: older than today's React Native, and without its globals. So one
// that holds there will hold in an app.

import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { transform } from '@swc/core'
import { build } from 'esbuild'

/** What React Native brings, and stand-ins for what this engine has not: they collect nothing, and keep what they hold. */
const PRELUDE = `
globalThis.console = { log: print, error: print, warn: print, info: print }
globalThis.performance = { now: Date.now }
globalThis.WeakRef = globalThis.WeakRef || class { constructor(target) { this.target = target } deref() { return this.target } }
globalThis.FinalizationRegistry = globalThis.FinalizationRegistry || class { register() {} unregister() {} }
globalThis.AggregateError = globalThis.AggregateError || class extends Error {
  constructor(errors, message, options) { super(message, options); this.errors = [...errors] }
}
Symbol.asyncIterator = Symbol.asyncIterator || Symbol.for('Symbol.asyncIterator');
`

const PRINTED =
  'globalThis.answer.then((answer) => print(JSON.stringify(answer)), (error) => print(String(error.stack)))'

async function onHermes() {
  const { outputFiles } = await build({
    stdin: { contents: "import './programs/mobile.js'", resolveDir: '.' },
    bundle: true,
    write: false,
    format: 'iife',
    logLevel: 'silent',
  })
  const { code } = await transform(`${PRELUDE}${outputFiles[0].text}${PRINTED}`, {
    jsc: { target: 'es5' },
    isModule: false,
  })
  writeFileSync('out.js', code)
  const hermes = resolve('node_modules/hermes-engine-cli/linux64-bin/hermes')
  const { stdout } = await promisify(execFile)(hermes, ['out.js'], { timeout: 60_000 })
  const wanted = JSON.stringify(JSON.parse(readFileSync('programs/mobile.json', 'utf8')))
  if (stdout.trim() !== wanted) throw new Error(`expected ${wanted}\ngot      ${stdout}`)
}

export const builds = { 'core and sync on Hermes': { build: onHermes } }
