// only on server: it starts processes

import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Service, serviceMain } from '@acoro/service'
import { expect, test } from 'vitest'

/** Starts the fixture, sends a signal at each of these lines, and returns its exit code and output. */
async function processOf(
  what: string,
  signals: readonly (readonly [string, NodeJS.Signals])[],
  env: Record<string, string> = {},
  stdout: 'read' | 'leave' = 'read',
): Promise<{ code: number | null; output: string }> {
  const fixture = fileURLToPath(new URL('./fixture.ts', import.meta.url))
  const child: ChildProcess = spawn(
    process.execPath,
    ['--conditions=@acoro/source', '--import', 'tsx', fixture, what],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
  )
  let output = ''
  const waiting = [...signals]
  const read = (chunk: Buffer): void => {
    output += chunk
    const next = waiting[0]
    if (next === undefined || !output.includes(next[0])) return
    waiting.shift()
    if (stdout === 'leave') child.stdout!.destroy()
    // Not by the child's own kill(): Deno then says that the signal ended it, whatever its exit code was.
    process.kill(child.pid as number, next[1])
  }
  child.stdout!.on('data', read)
  child.stderr!.on('data', read)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  return { code, output }
}

/** Bun prints `error: broke` for the others' `Error: broke`. */
const UNCAUGHT = /[Ee]rror: broke/

test('SIGTERM stops the parts, and the exit code is 0, also with an open server', async () => {
  expect(await processOf('serves', [['ready', 'SIGTERM']])).toEqual({ code: 0, output: 'ready\nstopped\n' })
})

test('Ctrl-C is exit code 130', async () => {
  expect(await processOf('serves', [['ready', 'SIGINT']])).toEqual({ code: 130, output: 'ready\nstopped\n' })
})

test('a reader of the output that has gone, as of `main | head -1`, is no failure', async () => {
  const { code, output } = await processOf('quiet', [['ready', 'SIGTERM']], {}, 'leave')
  expect([code, output]).toEqual([0, 'ready\n'])
})

test('a missed deadline is exit code 1, and names the part and where it stands', async () => {
  const { code, output } = await processOf('late', [['ready', 'SIGTERM']])
  expect(code).toBe(1)
  expect(output).toContain('50 ms after SIGTERM these parts have not stopped: a')
  expect(output).toContain('fixture.ts')
})

test('a part that is late while another one has failed does not keep the process', async () => {
  const { code, output } = await processOf('late and fails', [])
  expect(code).toBe(1)
  expect(output).toMatch(UNCAUGHT)
  expect(output).toContain('50 ms after a part failed these parts have not stopped: a')
})

test('a second signal ends the process at once', async () => {
  const { code, output } = await processOf('twice', [
    ['ready', 'SIGTERM'],
    ['stopping', 'SIGTERM'],
  ])
  expect([code, output]).toEqual([143, 'ready\nstopping\n'])
})

test('with ACORO_DUMP=1 SIGUSR2 prints where the tasks stand, and so does the signal that stops it', async () => {
  const { code, output } = await processOf(
    'serves',
    [
      ['ready', 'SIGUSR2'],
      ['fixture.ts', 'SIGTERM'],
    ],
    { ACORO_DUMP: '1' },
  )
  expect([
    code,
    output.split("name='a'").length > 2 || output.split(' a ').length > 2,
    output.endsWith('stopped\n'),
  ]).toEqual([0, true, true])
})

test('a part that fails is exit code 1, and its error is printed', async () => {
  const { code, output } = await processOf('fails', [])
  expect(code).toBe(1)
  expect(output).toMatch(UNCAUGHT)
})

test('a service whose parts end by themselves ends with 0', async () => {
  expect(await processOf('ends', [])).toEqual({ code: 0, output: 'ready\nstopped\n' })
})

test('what is no service is refused by name', async () => {
  await expect(serviceMain({} as never)).rejects.toThrow('Expected a Service, got an object')
  await expect(serviceMain(new Service(), 5 as never)).rejects.toThrow(
    'Expected the options of serviceMain() as an object, got the number 5',
  )
})
