// What docs/editors.md says of debuggers, by the protocol that they speak: a program is stepped through with
// acoro's files skipped as the page says.

import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { parseSync } from 'oxc-parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../lib/workspace.ts'

interface Session {
  patterns: string[]
  steps: string[]
  exceptions?: 'none' | 'caught' | 'uncaught' | 'all'
  evaluate?: string
}

interface Stop {
  url: string
  name: string
  line: number
  reason: string
  value?: unknown
}

const page = readFileSync(join(root, 'docs/editors.md'), 'utf8')
const blocks = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => JSON.parse(json))
const support = join(root, 'scripts/debugger')
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
let dir = ''

beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'acoro-debugger-')))
  const core = join(dir, 'node_modules/@acoro/core')
  mkdirSync(core, { recursive: true })
  for (const part of ['src', 'package.json'])
    cpSync(join(root, 'packages/core', part), join(core, part), { recursive: true })
  cpSync(join(support, 'program.mjs'), join(dir, 'program.mjs'))
})

afterAll(() => rmSync(dir, { recursive: true }))

/** The lines of the program where it stopped; by the name of the file, where that is another one. */
async function stops(session: Session): Promise<Stop[]> {
  const attach = pathToFileURL(join(support, 'attach.mjs')).href
  const flags = ['--no-warnings', '--conditions=@acoro/source', '--import', tsx, '--import', attach]
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(process.execPath, [...flags, join(dir, 'program.mjs')], {
    env: { ...env, DEBUGGER_SESSION: JSON.stringify(session) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = (await text(child.stdout)).trim()
  return lines === '' ? [] : lines.split('\n').map((line) => JSON.parse(line) as Stop)
}

const lines = readFileSync(join(support, 'program.mjs'), 'utf8').split('\n')
const places = (found: Stop[]): string[] =>
  found.map(({ url, line, name }) =>
    url.endsWith('/program.mjs') ? `${name}: ${(lines[line - 1] ?? '').trim()}` : 'inside acoro',
  )

/** The patterns of V8 for the globs of an editor. */
function patternsOf(globs: string[]): string[] {
  return globs.map((glob) =>
    glob
      .replace('<node_internals>/**', '^node:')
      .replace(/^\*\*\//, '/')
      .replace(/\/\*\*$/, '/'),
  )
}

const launch = blocks.find((block) => 'configurations' in block)
const skipped = patternsOf(launch.configurations[0].skipFiles)

describe('with the files of acoro skipped', () => {
  it('the settings of the page skip the same', () => {
    const settings = blocks.find((block) => 'debug.javascript.terminalOptions' in block)
    expect(settings['debug.javascript.terminalOptions'].skipFiles).toEqual(launch.configurations[0].skipFiles)
    expect(skipped).toEqual(['^node:', '/node_modules/@acoro/'])
    expect(page).toContain('| `/node_modules/@acoro/` |')
  })

  it('a step over `yield*` stops at the next line of the coroutine, whatever runs meanwhile', async () => {
    const steps = ['stepOver', 'stepOver', 'stepOver', 'stepOver']
    expect(places(await stops({ patterns: skipped, steps }))).toEqual([
      'main: debugger',
      'main: yield* load(1)',
      'main: yield* sleep(3)',
      'main: const task = createTask(sleep(1000))',
      'main: yield* sleep(0)',
    ])
  })

  it('a step into `yield*` stops in the coroutine, and steps over its end behind the `yield*`', async () => {
    const steps = ['stepOver', 'stepInto', 'stepOver', 'stepOver', 'stepOver', 'stepOver']
    expect(places(await stops({ patterns: skipped, steps }))).toEqual([
      'main: debugger',
      'main: yield* load(1)',
      'load: yield* sleep(1)',
      "load: if (id < 0) throw new Error('no such user')",
      'load: return id',
      'load: return id',
      'main: yield* sleep(3)',
    ])
  })

  it('what the file imports can be asked where it stands', async () => {
    const [stop] = await stops({ patterns: skipped, steps: [], evaluate: 'currentTask()?.name' })
    expect(stop?.value).toMatch(/^Task-\d+$/)
  })

  it('«caught exceptions» stops where the program throws, and not at a cancellation', async () => {
    const steps = ['resume', 'resume', 'resume']
    const found = places(await stops({ patterns: skipped, steps, exceptions: 'caught' }))
    const own = found.filter((place) => place !== 'inside acoro')
    expect(own).toEqual(['main: debugger', "load: if (id < 0) throw new Error('no such user')"])
    // From Node 22 on V8 also stops where an error passes through files that are skipped.
    if (process.versions.node.startsWith('20.')) expect(found).toEqual(own)
  })

  it('«uncaught exceptions» stops nowhere in a coroutine', async () => {
    const steps = ['resume', 'resume', 'resume']
    expect(places(await stops({ patterns: skipped, steps, exceptions: 'uncaught' }))).toEqual([
      'main: debugger',
    ])
  })
})

it('without that, a step ends inside of acoro', async () => {
  const found = await stops({ patterns: [], steps: ['stepOver', 'stepOver'] })
  expect(places(found)).toEqual(['main: debugger', 'main: yield* load(1)', 'inside acoro'])
})

describe('the snippets', () => {
  const snippets = blocks.find((block) => 'coroutine' in block) as Record<string, { body: string[] }>

  it.each(Object.entries(snippets))('%s: what it inserts can be parsed', (_name, { body }) => {
    const filled = body
      .join('\n')
      .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
      .replaceAll(/\$\{?0\}?/g, '')
      .replaceAll(/\$\{\d+\}/g, '')
      .replaceAll(/\$\d+/g, 'value()')
    expect(parseSync('snippet.ts', `function* main() {\n${filled}\n}`).errors).toEqual([])
  })
})
