// only on server: it starts processes

// The table «what happens when the client goes away» on Bun and Deno: a server in a process of its own, a
// client here. Deno's signal aborts after every whole answer, unless told otherwise, so both ways of it are
// executed.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { clientGoes, GOOD, type Probe } from '../support/client-goes.ts'
import { begin, textOf } from '../support/clients.ts'
import { runtimes } from '../support/runtimes.ts'

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
