// only on server: it starts a worker thread and listens to a port

/** A console of this very process, on each runtime that has worker threads. */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serveConsole } from '@acoro/console'
import { acoroCommand } from '@acoro/console/command'
import { createTask, run } from '@acoro/core'
import { Event, Lock } from '@acoro/sync'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let home: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'acoro-console-'))
  vi.stubEnv('ACORO_CONSOLE_DIR', join(home, 'acoro'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true, force: true })
})

async function ps(): Promise<string> {
  let told = ''
  const note = (text: string): void => {
    told += text
  }
  await acoroCommand(['ps', String(process.pid)], { out: note, error: note })
  return told
}

test('a process tells of its tasks while its console is open, and is not found after that', async () => {
  const served = await serveConsole()
  const looked = new Event()
  const ended = run(function* main() {
    const lock = new Lock({ name: 'accounts' })
    using _held = yield* lock.acquire()
    createTask(lock.acquire(), { name: 'charge 7' })
    yield* looked.wait()
  })
  // It shows the last picture it has, and at first that is an empty one.
  await vi.waitFor(async () => expect(await ps()).toMatch(/charge 7 .*Lock\.acquire on accounts/), 30_000)
  looked.set()
  await ended
  expect(readdirSync(join(home, 'acoro'))).toEqual([`${process.pid}.json`])
  await served.close()
  expect(readdirSync(join(home, 'acoro'))).toEqual([])
  expect(await ps()).toMatch(/^Expected process \d+ to have a console in .*, got none/)
})
