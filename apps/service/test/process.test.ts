/** The service as a process: real ports, real threads, real signals. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, createServer as createHttpServer, get as httpGet, type IncomingMessage } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const servers: Server[] = []
const env: Record<string, string> = { PORT: '0', HOST: '127.0.0.1', DRAIN: '100' }
/** The weather waits for this before it answers. */
let clearing: Promise<void> = Promise.resolve()

async function listening(server: Server): Promise<string> {
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  env.WEATHER = await listening(
    createHttpServer(async (_request, response) => {
      await clearing
      response.end('{"sky":"clear","temperature":7}')
    }),
  )
  env.NEWS = await listening(createHttpServer((_request, response) => response.end('The team wins.')))
  const rates = createServer((socket) => {
    socket.on('data', () => socket.write('11.5\n'))
    // A service that exits leaves its connections behind, and the kernel may reset them.
    socket.on('error', () => socket.destroy())
  })
  env.RATES = await listening(rates)
})

afterAll(() => {
  for (const server of servers) server.close()
})

interface Running {
  readonly child: ChildProcess
  readonly address: string
  readonly ended: Promise<{ code: number | null; output: string }>
}

async function started(changes: Record<string, string> = {}): Promise<Running> {
  const child = spawn(process.execPath, ['--conditions=@acoro/source', '--import', 'tsx', main], {
    env: { ...process.env, ...env, ...changes },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const heard = new Promise<string>((resolve) => {
    const hear = (chunk: Buffer): void => {
      output += chunk
      const [, address] = /listening on (\S+)/.exec(output) ?? []
      if (address !== undefined) resolve(address)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('close', () => resolve(''))
  })
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }))
  return { child, address: await heard, ended }
}

interface Answer {
  readonly status: number | undefined
  readonly body: unknown
  /** Resolves when its connection is closed. */
  readonly cut: Promise<unknown>
}

async function ask(address: string, path: string, agent?: Agent): Promise<Answer> {
  const [response] = (await once(httpGet(`http://${address}${path}`, { agent }), 'response')) as [
    IncomingMessage,
  ]
  const cut = once(response.socket, 'close')
  let body = ''
  for await (const chunk of response) body += chunk
  return { status: response.statusCode, body: JSON.parse(body), cut }
}

test('SIGTERM in the midst of a request: it is answered, an idle connection is closed, and the exit code is 0', async () => {
  const { child, address, ended } = await started()
  const oslo = { city: 'oslo', weather: { sky: 'clear', temperature: 7 }, rate: 11.5, mood: 'glad' }
  expect(await ask(address, '/briefing/oslo')).toMatchObject({ status: 200, body: oslo })
  const idle = await ask(address, '/ready', new Agent({ keepAlive: true }))
  expect(idle).toMatchObject({ status: 200, body: { ready: true } })

  let clear = (): void => {}
  clearing = new Promise((resolve) => {
    clear = resolve
  })
  const reached = new Promise<void>((resolve) => {
    servers[0]!.on('request', ({ url }: IncomingMessage) => {
      if (url === '/weather/oslo') resolve()
    })
  })
  const underWay = ask(address, '/briefing/oslo')
  await reached
  child.kill('SIGTERM')
  await idle.cut
  clear()
  expect(await underWay).toMatchObject({ status: 200, body: oslo })
  expect(await ended).toEqual({ code: 0, output: `listening on ${address}\n` })
})

test('Ctrl-C is exit code 130', async () => {
  const { child, ended } = await started()
  child.kill('SIGINT')
  expect(await ended).toMatchObject({ code: 130 })
})

test('a port that is taken is exit code 1, with the error and without a hang', async () => {
  const { ended } = await started({ PORT: env.RATES!.split(':')[1]! })
  const { code, output } = await ended
  expect(code).toBe(1)
  expect(output).toContain('EADDRINUSE')
})
