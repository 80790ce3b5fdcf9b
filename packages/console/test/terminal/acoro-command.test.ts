// only on node: it starts programs that preload the console

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { acoroCommand } from '@acoro/console/command'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let home: string
const running: ChildProcess[] = []

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'acoro-command-'))
  vi.stubEnv('ACORO_CONSOLE_DIR', join(home, 'acoro'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  for (const child of running.splice(0)) child.kill('SIGKILL')
  rmSync(home, { recursive: true, force: true })
})

async function acoro(...argv: string[]): Promise<{ code: number; out: string; error: string }> {
  const got = { out: '', error: '' }
  const code = await acoroCommand(argv, {
    out: (text) => {
      got.out += text
    },
    error: (text) => {
      got.error += text
    },
  })
  return { code, ...got }
}

/** Starts a program, and returns when it is in the middle of its incident and has its console. */
async function started(incident: string): Promise<ChildProcess> {
  const onDist = process.env.ACORO_TEST_DIST === '1'
  const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
  const entry = here(onDist ? '../../dist/node/index.js' : '../../src/index.ts')
  const conditions = onDist ? [] : ['--conditions=@acoro/source']
  const args = [
    ...conditions,
    '--import',
    'tsx',
    '--import',
    entry,
    here('../support/incidents.ts'),
    incident,
  ]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  running.push(child)
  child.stdin?.on('error', () => {})
  const ready = once(createInterface(child.stdout as NodeJS.ReadableStream), 'line')
  const [told] = (await once(createInterface(child.stderr as NodeJS.ReadableStream), 'line')) as [string]
  expect(told).toMatch(/^acoro console: http:\/\/127\.0\.0\.1:\d+\/ \(npx acoro console \d+\)$/)
  await ready
  return child
}

test('a circle is told by each command, with exit code 1, and nothing of it controls the terminal', async () => {
  const child = await started('circle')
  const tree = await acoro('pstree')
  expect(tree).toEqual({
    code: 1,
    out: 'ERROR: await-graph contains cycles - cannot print a tree!\n\ncycle: settle\\u{1b}[2J → refund → settle\\u{1b}[2J',
    error: '',
  })
  const table = await acoro('ps', String(child.pid))
  expect(table.code).toBe(1)
  expect(table.out).toMatch(
    /^loop {2}task id {2}task name .*coroutine stack .*awaiter chain .*awaiter name .*awaiter id/,
  )
  expect(table.out).toContain('Lock.acquire on b (held by refund')
  expect((await acoro('console')).out).toContain('2 tasks wait for one another in a circle')
  child.stdin?.end()
  await once(child, 'exit')
  expect(readdirSync(join(home, 'acoro'))).toEqual([])
})

test('a program answers while its loop is blocked', async () => {
  const child = await started('blocked')
  child.stdin?.write('go on\n')
  await vi.waitFor(async () => {
    const { code, out } = await acoro('console', String(child.pid))
    expect(code).toBe(0)
    expect(out).toMatch(
      /The loop has been blocked for .* by task 'report', at burn \(.*incidents\.ts:11:\d+\)/,
    )
  }, 30_000)
})

test('wrong arguments, and a program that is not there', async () => {
  expect((await acoro('pz')).error).toMatch(
    /^Expected a command and the id of a process, got 'pz'\n\nusage: acoro ps/,
  )
  expect((await acoro('ps', '1;rm')).code).toBe(2)
  const { code, error } = await acoro('ps')
  expect(code).toBe(1)
  expect(error).toMatch(
    /^Expected one program with a console in .*, got none; start it with: node --import @acoro\/console app\.js$/,
  )
})
