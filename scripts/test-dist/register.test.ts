// `node --import @acoro/async/register`: the loader of Node takes built files only.

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { packages } from '../lib/workspace.ts'

const run = promisify(execFile)
const own = packages().find(({ id }) => id === 'async')?.dir as string
const register = pathToFileURL(join(own, 'dist/register/register.js')).href
const index = JSON.stringify(pathToFileURL(join(own, 'dist/index.js')).href)
const taskOf = `const { taskOf } = await import(${index})`
/** Prints whether the promise of `work()` is a task, and what it gives. */
const told = `import(${index}).then(async ({ taskOf }) => {
  const promise = work()
  console.log(taskOf(promise) !== null, await promise)
})`
const dir = realpathSync(mkdtempSync(join(tmpdir(), 'acoro-register-')))
afterAll(() => rmSync(dir, { recursive: true }))

/** Where the hooks are those of a thread, and where they are in place. */
const nodes = [...new Set([process.execPath, process.env.ACORO_OTHER_NODE ?? process.execPath])]

async function program(
  node: string,
  files: Readonly<Record<string, string>>,
  env: Record<string, string> = {},
): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
  const [entry] = Object.keys(files)
  const { stdout } = await run(node, ['--import', register, join(dir, entry as string)], {
    env: { ...process.env, ...env },
  })
  return stdout.trim()
}

describe.each(nodes)('on %s', (node) => {
  it('makes tasks of a TypeScript program and its modules, and leads errors to their lines', async () => {
    const output = await program(node, {
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
    expect(await program(node, files)).toBe('false 2')
    expect(await program(node, files, { ACORO_INCLUDE: 'some' })).toBe('true 2')
  })

  it('makes tasks of a CommonJS program, and of what it requires', async () => {
    const files = {
      'entry.cjs': `const { later } = require('./later.js')
  async function work() { return (await later(1)) + (require.main === module ? 10 : 20) }
  ${told}
`,
      'later.js': `exports.later = async (value) => {
    const { taskOf } = await import(${index})
    const inner = async () => (await null) ?? 100
    return value + (taskOf(inner()) !== null ? 1 : 2) + (await inner())
  }`,
    }
    expect(await program(node, files)).toBe('true 112')
  })

  it('makes tasks of packages in CommonJS', async () => {
    const files = {
      'main.mjs': `import { work } from 'old'
  import other from 'old/other.js'
  console.log(await work(), await other())
  ${told}
`,
      'node_modules/old/index.js': `exports.work = async () => (await require('./inside').inside()) + 1\n`,
      'node_modules/old/inside.js': 'exports.inside = async () => (await 1) + 1\n',
      'node_modules/old/other.js': 'module.exports = async () => 7\n',
      'node_modules/old/package.json': '{ "name": "old" }',
    }
    expect(await program(node, files)).toBe('3 7\nfalse 3')
    expect(await program(node, files, { ACORO_INCLUDE: 'old' })).toBe('3 7\ntrue 3')
  })

  it('takes TypeScript that is required, and modules that are', async () => {
    const files = {
      'entry.cts': `const { sum } = require('./sum.cjs') as { sum: (n: number) => Promise<number> }
  const work = async (): Promise<number> => sum(await 1)
  ${told}
`,
      'sum.cts': `const { ten } = require('./ten.mjs') as { ten: () => Promise<number> }
  exports.sum = async (n: number): Promise<number> => n + (await ten())
`,
      'ten.mts': 'export const ten = async (): Promise<number> => 10\n',
    }
    expect(await program(node, files)).toBe('true 11')
  })

  it('tells a module by what it uses, where no package.json says it', async () => {
    const files = {
      'typeless/app.ts': `import { ten, type Sum } from './ten.js'
import { five } from './five.js'
const work: Sum = async (n) => n + (await ten()) + (await five.five())
console.log(await work(1))
${told}
`,
      'typeless/ten.ts': `export type Sum = (n?: number) => Promise<number>
export const ten = async (): Promise<number> => 10
`,
      'typeless/five.js': `const five = async () => 5
exports.five = { five }
`,
      'typeless/package.json': '{}',
    }
    expect(await program(node, files)).toBe('16\ntrue NaN')
    const late = { 'late/app.js': `const work = async () => (await 1) + 1\nawait null\n${told}`, ...files }
    expect(await program(node, late)).toBe('true 2')
  })

  it('finds what is required without an ending as Node does', async () => {
    const files = {
      'entry.cjs': `const work = async () => (await null) ?? require('./both').from
${told}
`,
      'both.mjs': `export const from = 'both.mjs'`,
      'both.ts': `export const from: string = 'both.ts'`,
      'both/index.js': `exports.from = 'both/index.js'`,
    }
    expect(await program(node, files)).toBe('true both/index.js')
  })

  it('takes imports of types for no module syntax', async () => {
    const files = {
      'plain/entry.ts': `import type { Stats } from 'node:fs'
const { sep } = require('node:path') as { sep: string }
const work = async (stats?: Stats): Promise<number> => (await sep.length) + (stats ? 1 : 0)
${told}
`,
      'plain/package.json': '{}',
    }
    expect(await program(node, files)).toBe('true 1')
  })

  it('leads an error of CommonJS to its line', async () => {
    const files = {
      'entry.cjs': `
  async function work() {
    await null
    throw new Error('here')
  }
  work().catch((error) => console.log(error.stack.split('\\n')[1]))
`,
    }
    expect(await program(node, files)).toMatch(/entry\.cjs:4:\d+\)?$/)
  })
})
