// only on node: it starts a worker thread

import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { serveConsole } from '@acoro/console'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const home = mkdtempSync(join(tmpdir(), 'acoro-serve-'))
beforeAll(() => void vi.stubEnv('ACORO_CONSOLE_DIR', join(home, 'acoro')))
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true, force: true })
})

async function reaches(host: string, port: number): Promise<boolean> {
  const socket = connect(port, host)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

test('it listens at 127.0.0.1 alone, on a free port, and says just that; each start has a token of its own', async () => {
  const first = await serveConsole()
  expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+\/#[0-9a-f]{32}$/)
  expect(await serveConsole({ port: 1 })).toBe(first)
  const others = Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ address, scopeid }) => address !== '127.0.0.1' && !scopeid)
    .map(({ address }) => address)
  expect(await reaches('127.0.0.1', first.port)).toBe(true)
  for (const address of ['127.0.0.2', ...others])
    expect([address, await reaches(address, first.port)]).toEqual([address, false])
  await first.close()
  const second = await serveConsole()
  expect(second.url.split('#')[1]).not.toBe(first.url.split('#')[1])
  const headers = { 'content-type': 'application/json', 'x-acoro-token': first.url.split('#')[1] as string }
  const old = await fetch(`${second.url.split('#')[0]}api/state`, { method: 'POST', body: '{}', headers })
  expect(old.status).toBe(401)
  await second.close()
})

test('another host is warned of, and needs the token all the same', async () => {
  const warned = once(process, 'warning')
  const served = await serveConsole({ host: '0.0.0.0' })
  const [warning] = (await warned) as [Error]
  expect(warning.message).toMatch(/^The console of acoro listens at 0\.0\.0\.0: other machines can reach it/)
  const headers = { 'content-type': 'application/json' }
  const address = `http://127.0.0.1:${served.port}/api/state`
  expect((await fetch(address, { method: 'POST', body: '{}', headers })).status).toBe(401)
  await served.close()
})

test.each([
  [{ port: 70_000 }, /Expected .*port.* to be a port from 0 to 65535, got 70000/],
  [{ record: -1 }, /Expected .*record.* to be from 0 to 200 MiB, got the number -1/],
  [{ record: Number.NaN }, /Expected .*record.* to be from 0 to 200 MiB, got the number NaN/],
  [{ hostNames: 'x' }, /Expected .*hostNames.* to be a list of names/],
])('the options %j are refused', (options, message) => {
  expect(() => serveConsole(options as object)).toThrow(message)
})
