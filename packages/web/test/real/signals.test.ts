// only on server: it starts processes

// SIGTERM twice, and during the start, to a process of its own.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { begin } from '../support/clients.ts'

const app = fileURLToPath(new URL('./signals-app.ts', import.meta.url))
const conditions = process.env.ACORO_TEST_DIST === '1' ? [] : ['--conditions=@acoro/source']

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

function started(how: string) {
  const child = spawn(process.execPath, [...conditions, '--import', 'tsx', app, how], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  closers.push(() => child.kill('SIGKILL'))
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    // Not by the child's own kill(): Deno then says that the signal ended it, whatever its exit code was.
    kill: () => process.kill(child.pid as number, 'SIGTERM'),
    goOn: () => void child.stdin.write('\n'),
    line: async () => (await lines.next()).value as string,
    ended: once(child, 'close').then(([code]) => code as number | null),
  }
}

test('SIGTERM twice: the first one waits for the request, the second one cancels it and ends the process', async () => {
  const { kill, line, ended } = started('serves')
  const url = await line()
  begin(url, 'GET')
  expect(await line()).toBe('waiting')
  kill()
  expect(await line()).toBe('heard SIGTERM')
  kill()
  expect([await line(), await line(), await line(), await ended]).toEqual([
    'heard SIGTERM',
    'CancelledError: the server shuts down',
    '{"underWay":1,"cancelled":1,"late":[]}',
    0,
  ])
})

test('SIGTERM during the start: it listens, closes at once, and the process ends', async () => {
  const { kill, goOn, line, ended } = started('starts')
  expect(await line()).toBe('starting')
  kill()
  expect(await line()).toBe('heard SIGTERM')
  goOn()
  expect([(await line()).startsWith('http://'), await line(), await ended]).toEqual([
    true,
    '{"underWay":0,"cancelled":0,"late":[]}',
    0,
  ])
})
