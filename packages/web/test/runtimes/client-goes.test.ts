// only on server: it starts processes

// The table «what happens when the client goes away» on Bun, Deno and workerd: a server in a process of its
// own, a client here. Deno's signal aborts after every whole answer, unless told otherwise, so both ways of
// it are executed.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { clientGoes, GOOD, type Probe } from '../support/client-goes.ts'
import { begin, textOf } from '../support/clients.ts'
import { runtimes, workers } from '../support/runtimes.ts'
import { startWorker } from '../support/workerd.ts'

const app = fileURLToPath(new URL('./app.ts', import.meta.url))

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function started([program, ...args]: [string, ...string[]]): Promise<string> {
  const child = spawn(program, [...args, app], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  closers.push(() => {
    child.kill('SIGKILL')
    return ended
  })
  const lines = createInterface(child.stdout)
  return (await once(lines, 'line'))[0] as string
}

function probeOf(url: string): Probe {
  const ask = async (path: string): Promise<string> => textOf(await begin(`${url}${path}`, 'GET').answer)
  return {
    waiting: async () => void (await ask('.waiting')),
    go: () => void ask('.go'),
    ended: () => ask('.ended'),
  }
}

test.each(Object.entries(workers))('%s: what happens when the client goes away', async (_name, flags) => {
  const { url, said, close } = await startWorker('worker-app.ts', flags)
  closers.push(close)
  // workerd hears of a client that goes in order only when it writes.
  expect(await clientGoes(url, probeOf(url), 'reset')).toEqual(GOOD)
  expect(said).toEqual([])
})

describe('in a worker', () => {
  async function started() {
    const { url, said, close } = await startWorker('worker-app.ts', ['enable_request_signal'])
    closers.push(close)
    const get = (path: string) => begin(`${url}${path}`, 'GET')
    return { said, get, text: async (path: string) => textOf(await get(path).answer) }
  }

  test('a request does not sleep in the timer of another one, which may have ended', async () => {
    const { text, said } = await started()
    const long = text('sleep?ms=200')
    const short = text('sleep?ms=20')
    expect([await short, await text('sleep?ms=300'), await long]).toEqual([
      'slept 20',
      'slept 300',
      'slept 200',
    ])
    expect(said).toEqual([])
  })

  test('the `finally` of a client that left may wait, and its place is free then; background work goes on', async () => {
    const { get, text, said } = await started()
    const leaving = [get('sleep?ms=60000'), get('sleep?ms=60000')]
    await text('active?count=2')
    const refused = (await get('sleep?ms=1').answer).statusCode
    for (const client of leaving) client.reset()
    await text('active?count=0')
    const answer = await text('sleep?ms=1&background')
    expect([refused, answer, JSON.parse(await text('log?lines=8'))]).toEqual([
      503,
      'slept 1',
      [
        'refused',
        '60000 has cleaned up',
        'left',
        '60000 has cleaned up',
        'left',
        '1 has cleaned up',
        'answered',
        '1 in the background',
      ],
    ])
    expect(said).toEqual([])
  })
})

describe.each(Object.entries(runtimes))('on %s', (_name, start) => {
  test('what happens when the client goes away', async () => {
    const url = await started(await start())
    expect(await clientGoes(url, probeOf(url))).toEqual(GOOD)
  })

  test('a body under way is cancelled once when the client goes, and is whole when it stays', async () => {
    const url = await started(await start())
    const probe = probeOf(url)
    const whole = begin(`${url}stream`, 'GET')
    await probe.waiting()
    probe.go()
    const text = await textOf(await whole.answer)
    const stays = await probe.ended()
    const leaving = begin(`${url}stream`, 'GET')
    await probe.waiting()
    leaving.leave()
    expect([text, stays, await probe.ended()]).toEqual(['first;last', 'answered', 'cancelled once'])
  })
})
