// only on node: it starts programs that preload the console

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { acoroCommand } from '@acoro/console/command'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readRecording } from '../../src/recording/read-recording.ts'

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

function start(incident: string, env: Record<string, string> = {}): ChildProcess {
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
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  running.push(child)
  child.stdin?.on('error', () => {})
  return child
}

/** Starts a program, and returns when it is in the middle of its incident and has its console. */
async function started(incident: string, env: Record<string, string> = {}): Promise<ChildProcess> {
  const child = start(incident, env)
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
  const program = readFileSync(new URL('../support/incidents.ts', import.meta.url), 'utf8')
  const line = program.split('\n').findIndex((text) => text.includes('for (;;);')) + 1
  const child = await started('blocked')
  child.stdin?.write('go on\n')
  await vi.waitFor(async () => {
    const { code, out } = await acoro('console', String(child.pid))
    expect(code).toBe(0)
    expect(out).toMatch(/The loop has been blocked for .* by task 'report', at burn \(.*incidents\.ts:\d+:/)
    expect(out).toContain(`incidents.ts:${line}:`)
  }, 30_000)
})

test('top adds up what tasks did in a window, by their functions', async () => {
  const child = await started('busy')
  const { code, out, error } = await acoro('top', String(child.pid), '-d', '1', '-o', 'busy')
  expect([code, error]).toEqual([0, ''])
  const [title, heads, ...rows] = out.split('\n')
  expect(title).toMatch(/^\d functions, in the last (?:1\.0 s|\d+ ms):$/)
  expect(heads).toBe(heads?.trimEnd())
  expect(heads?.trim().split(/\s+/)).toEqual([
    'steps',
    'busy',
    '%busy',
    'created',
    'finished',
    'failed',
    'growth',
    'alive',
    'function',
  ])
  const worker = rows.find((row) => row.endsWith('worker #')) as string
  const [steps, , , , created, finished, failed, growth, alive] = worker.trim().split(/\s+/)
  expect(Number(steps?.replaceAll(',', ''))).toBeGreaterThan(10)
  expect([created, finished, failed, growth, alive]).toEqual(['0', '0', '0', '0', '3'])
})

test('record writes a file, which chrome turns into a trace; neither overwrites anything', async () => {
  const child = await started('busy')
  const file = join(home, 'busy.acoro')
  const recorded = await acoro('record', String(child.pid), '-d', '1', file)
  expect(recorded).toEqual({ code: 0, out: expect.stringMatching(/^\d+ bytes in /), error: '' })
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
  const { problems, events } = readRecording(readFileSync(file))
  expect(problems).toEqual([])
  const kinds = new Set(events.map(({ kind }) => kind))
  expect(
    ['task', 'step', 'wait', 'wake', 'snapshot', 'end'].filter((kind) => !kinds.has(kind as 'end')),
  ).toEqual([])
  const { code, out } = await acoro('chrome', file)
  expect(code).toBe(0)
  const { traceEvents } = JSON.parse(out) as { traceEvents: { ph: string; name: string }[] }
  expect(traceEvents.filter(({ ph, name }) => ph === 'X' && name === 'worker 2').length).toBeGreaterThan(10)
  const again = await acoro('record', String(child.pid), '-d', '1', file)
  expect(again).toEqual({
    code: 1,
    out: '',
    error: expect.stringMatching(/^The recording cannot be written: EEXIST/),
  })
  writeFileSync(file, 'no recording')
  expect((await acoro('chrome', file)).error).toMatch(
    /^Expected a recording of acoro, got a file that does not begin/,
  )
})

test('a console does not keep a program alive that has nothing left to do', async () => {
  const child = await started('brief')
  child.stdin?.write('go on\n')
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(readdirSync(join(home, 'acoro'))).toEqual([])
})

test('a program that records all the time saves it when it ends in a deadlock', async () => {
  const env = { ACORO_CONSOLE: 'record', ACORO_CONSOLE_RECORD_MIB: '1', ACORO_CONSOLE_RECORD_INTO: home }
  const child = await started('deadlock', env)
  child.stdin?.write('go on\n')
  await once(child, 'exit')
  const [file = ''] = readdirSync(home).filter((name) => name.endsWith('.acoro'))
  expect(file).toMatch(new RegExp(`^acoro-${child.pid}-\\d{8}T\\d{6}-1\\.acoro$`))
  const { events, problems } = readRecording(readFileSync(join(home, file)))
  expect(problems).toEqual([])
  // From its very beginning, however late the console listens.
  expect(events.find(({ kind }) => kind === 'task')).toMatchObject({ isNew: true, work: 'main' })
  expect(events.find(({ kind }) => kind === 'wait')).toMatchObject({ what: 'sleep' })
  expect(events.findLast((event) => event.kind === 'wait')).toMatchObject({ what: 'Event.wait on never' })
  expect(events.slice(-3)).toMatchObject([
    { kind: 'snapshot', state: 'waiting', waitsFor: expect.stringContaining('Event.wait on never') },
    { kind: 'note', text: 'the process had nothing left to do, while tasks waited' },
    { kind: 'end' },
  ])
})

test('a deadlock before the console listens is saved, too', async () => {
  const env = { ACORO_CONSOLE: 'record', ACORO_CONSOLE_RECORD_INTO: home }
  await once(start('deadlock at once', env), 'exit')
  const [file = ''] = readdirSync(home).filter((name) => name.endsWith('.acoro'))
  const { events, problems } = readRecording(readFileSync(join(home, file)))
  expect(problems).toEqual([])
  expect(events.find(({ kind }) => kind === 'task')).toMatchObject({ isNew: true, work: 'main' })
  expect(events.filter(({ kind }) => ['wait', 'snapshot', 'note', 'end'].includes(kind))).toMatchObject([
    { kind: 'wait', what: 'Event.wait on never' },
    { kind: 'snapshot', state: 'waiting', waitsFor: expect.stringContaining('Event.wait on never') },
    { kind: 'note', text: 'the process had nothing left to do, while tasks waited' },
    { kind: 'end' },
  ])
})

test('a program that is busy from its first moment is recorded, too', async () => {
  const child = await started('crowded', { ACORO_CONSOLE: 'record' })
  const { out } = await acoro('top', String(child.pid), '-d', '1')
  expect(out).toContain('pause #')
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
