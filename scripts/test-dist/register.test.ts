// `node --import @acoro/async/register`: the loader of Node takes built files only.

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { packages } from '../lib/workspace.ts'

const run = promisify(execFile)
const own = packages().find(({ id }) => id === 'async')?.dir as string
const register = pathToFileURL(join(own, 'dist/register/register.js')).href
const taskOf = `const { taskOf } = await import(${JSON.stringify(pathToFileURL(join(own, 'dist/index.js')).href)})`
const dir = realpathSync(mkdtempSync(join(tmpdir(), 'acoro-register-')))
afterAll(() => rmSync(dir, { recursive: true }))

async function program(
  files: Readonly<Record<string, string>>,
  env: Record<string, string> = {},
): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
  const [entry] = Object.keys(files)
  const { stdout } = await run(process.execPath, ['--import', register, join(dir, entry as string)], {
    env: { ...process.env, ...env },
  })
  return stdout.trim()
}

it('makes tasks of a TypeScript program and its modules, and leads errors to their lines', async () => {
  const output = await program({
    'app.mts': `${taskOf}
import { later } from './later.mjs'
const main = async (): Promise<string> => {
  try {
    return await later<string>('x')
  } catch (error) {
    return (error as Error).stack!.split('\\n')[1]!
  }
}
const promise: Promise<string> = main()
console.log(taskOf(promise)?.constructor.name !== undefined, await promise)
`,
    'later.mts': `
export async function later<T>(value: T): Promise<T> {
  await null
  if (value) throw new Error('here')
  return value
}
`,
  })
  expect(output).toMatch(/^true .*later\.mts:4:\d+\)?$/)
})

it('leaves packages alone, but for those that are named', async () => {
  const files = {
    'main.mjs': `${taskOf}
import { work } from 'some'
const promise = work()
console.log(taskOf(promise) != null, await promise)
`,
    'node_modules/some/index.js': 'export const work = async () => (await 1) + 1\n',
    'node_modules/some/package.json': '{ "name": "some", "type": "module", "exports": "./index.js" }',
  }
  expect(await program(files)).toBe('false 2')
  expect(await program(files, { ACORO_INCLUDE: 'some' })).toBe('true 2')
})

// Node 20 has no hook for what is required.
const requires = 'registerHooks' in nodeModule ? it : it.skip
requires('makes tasks of what is required, too', async () => {
  const output = await program({
    'entry.cjs': `const { work } = require('./work.cjs')
import(${JSON.stringify(pathToFileURL(join(own, 'dist/index.js')).href)}).then(async ({ taskOf }) => {
  const promise = work()
  console.log(taskOf(promise) !== null, await promise)
})
`,
    'work.cjs': 'exports.work = async () => (await 1) + 1\n',
  })
  expect(output).toBe('true 2')
})
