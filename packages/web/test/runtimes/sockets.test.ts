// only on server: it starts processes

// WebSockets by `ws` on Bun and Deno: a server in a process of its own, clients of ws here. The process tells
// what became of its tasks.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { runtimes } from '../support/runtimes.ts'

const app = fileURLToPath(new URL('./socket-app.ts', import.meta.url))
const { Bun: bun, Deno: deno } = runtimes

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** Starts the server; `line()` is the next line that it prints. */
async function started([program, ...args]: [string, ...string[]]): Promise<{
  child: ChildProcess
  line: () => Promise<string>
}> {
  const child = spawn(program, [...args, app], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  closers.push(() => {
    child.kill('SIGKILL')
    return ended
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return { child, line: async () => (await lines.next()).value as string }
}

async function opened(url: string): Promise<WebSocket> {
  const client = new WebSocket(url.replace('http', 'ws'))
  client.on('error', () => {})
  await once(client, 'open')
  return client
}

async function closed(client: WebSocket): Promise<string> {
  const [code, reason] = (await once(client, 'close')) as [number, Buffer]
  return `${code} ${reason}`.trim()
}

describe.each(Object.entries({ Bun: bun, Deno: deno }))('on %s', (_name, start) => {
  test('messages, closing, leaving and a shutdown', async () => {
    const { child, line } = await started(await (start as NonNullable<typeof start>)())
    const url = await line()
    const echo = await opened(`${url}/echo`)
    echo.send('text')
    const [text] = await once(echo, 'message')
    echo.send(Buffer.from([1, 2]))
    const [bytes, isBinary] = await once(echo, 'message')
    echo.close(1000)
    expect([String(text), [...bytes], isBinary, await closed(echo), await line()]).toEqual([
      'text',
      [1, 2],
      true,
      '1000',
      '/echo answered',
    ])
    expect([await closed(await opened(`${url}/close`)), await line()]).toEqual([
      '4000 enough',
      '/close answered',
    ])
    const leaving = await opened(`${url}/push`)
    leaving.close(1000)
    expect([await closed(leaving), await line(), await line()]).toEqual(['1000', 'cancelled', '/push left'])
    const broken = await opened(`${url}/push`)
    broken.terminate()
    expect([await line(), await line()]).toEqual(['cancelled', '/push left'])
    const last = await opened(`${url}/echo`)
    child.kill('SIGTERM')
    expect([await closed(last), await line(), await line()]).toEqual([
      '1001 the server shuts down',
      '/echo answered',
      '{"underWay":1,"cancelled":0,"late":[]}',
    ])
  })
})
