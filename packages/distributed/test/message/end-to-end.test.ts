// Signatures, encryption and the store, through a worker in a process of its own.

import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { asyncFor, run, type Suspension } from '@acoro/core'
import { MessageError, QueueExecutor } from '@acoro/distributed'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RedisServer } from '../../../../scripts/lib/redis-server.ts'
import { FOLDER, secretJobs as jobs } from '../support/secret-jobs.ts'
import { newQueue } from '../support/system.ts'
import { failureOf, promised } from '../support/waits.ts'

const folder = mkdtempSync(join(tmpdir(), 'acoro-store-'))
const queue = newQueue()
const conditions = process.env.ACORO_TEST_DIST === '1' ? [] : ['--conditions=@acoro/source']
let redis: RedisServer
let worker: ReturnType<typeof spawn>

beforeAll(async () => {
  redis = await RedisServer.start()
  process.env[FOLDER] = folder
  const program = fileURLToPath(new URL('../../bin/acoro-worker.js', import.meta.url))
  const module = fileURLToPath(new URL('../support/secret-jobs.ts', import.meta.url))
  worker = spawn(process.execPath, [...conditions, '--import', 'tsx', program, module, '--queue', queue], {
    stdio: 'ignore',
    env: { ...process.env, REDIS_URL: redis.address, [FOLDER]: folder },
  })
})
afterAll(async () => {
  worker.kill('SIGKILL')
  await redis[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

function withExecutor<T>(body: (executor: QueueExecutor) => Generator<Suspension, T, unknown>): Promise<T> {
  return run(function* () {
    const executor = new QueueExecutor(jobs, { connection: redis.address, queue, checkInterval: 500 })
    return yield* body(executor)
  })
}

/** All that Redis holds, as text. */
async function contents(): Promise<string> {
  const client = new Redis(redis.address)
  const pieces: unknown[] = []
  for (const key of await client.keys('*')) {
    const type = await client.type(key)
    if (type === 'hash') pieces.push(await client.hgetall(key))
    else if (type === 'stream') pieces.push(await client.xrange(key, '-', '+'))
    else if (type === 'string') pieces.push(await client.get(key))
  }
  client.disconnect()
  return JSON.stringify(pieces)
}

it('values, items and errors arrive, and Redis never shows what they say', async () => {
  const large = 'large-'.repeat(5000)
  const seen = await withExecutor(function* (executor) {
    const small = yield* executor.run(jobs.echo, 'hush-hush')
    const stored = yield* executor.run(jobs.echo, large)
    const error = yield* failureOf(executor.run(jobs.fail, 'hush-hush, too'))
    const parts: string[] = []
    yield* asyncFor(
      executor.with({ window: 1 }).stream(jobs.parts, ['hush-hush', large, 'end']),
      function* (part) {
        parts.push(part)
      },
    )
    return {
      small,
      stored: stored === large,
      error: String(error),
      parts: parts.map((part) => part.slice(0, 9)),
    }
  })
  expect(seen).toEqual({
    small: 'hush-hush',
    stored: true,
    error: 'RangeError: hush-hush, too',
    parts: ['hush-hush', 'large-lar', 'end'],
  })
  const text = await contents()
  expect(text).toContain('"name":"echo"')
  // The reason of a failed job is for operators, and stands in clear.
  expect(text.replaceAll('RangeError: hush-hush, too', '')).not.toMatch(/hush|large-large/)
  expect(readdirSync(folder).length).toBeGreaterThanOrEqual(3)
})

it('what was changed in the store is refused', async () => {
  const error = await withExecutor(function* (executor) {
    const before = new Set(readdirSync(folder))
    const call = executor.with({ delay: 300 }).run(jobs.echo, 'large-'.repeat(5000))
    const job = failureOf(call)
    const changing = (async () => {
      let added: string | undefined
      while (added === undefined) {
        added = readdirSync(folder).find((name) => !before.has(name))
        await new Promise((resolve) => setImmediate(resolve))
      }
      writeFileSync(join(folder, added), 'something else')
    })()
    const error = yield* job
    yield* promised(changing)
    return error
  })
  expect(error).toBeInstanceOf(MessageError)
  expect(String(error)).toContain('what is in the store is not what was put there')
})

it('calls that are not signed, or signed for another place, are refused and never run', async () => {
  const seen = await withExecutor(function* (executor) {
    yield* executor.run(jobs.echo, 1)
    const bull = new Queue(queue, { connection: { port: redis.port }, prefix: '{acoro}' })
    const client = new Redis(redis.address)
    const [done] = yield* promised(bull.getCompleted())
    const data = done?.data
    yield* promised(bull.add('echo', { v: 1, e: 'j', a: { args: [1] }, r: 'nobody' }, { jobId: 'unsigned' }))
    yield* promised(bull.add('fail', data, { jobId: 'moved' }))
    const reasons = new Map<string, string>()
    while (reasons.size < 2) {
      for (const id of ['unsigned', 'moved']) {
        const reason = yield* promised(client.hget(`{acoro}:${queue}:${id}`, 'failedReason'))
        if (reason !== null) reasons.set(id, reason)
      }
    }
    client.disconnect()
    yield* promised(bull.close())
    return Object.fromEntries(reasons)
  })
  expect(seen).toEqual({
    unsigned: 'MessageError: the call of echo cannot be read: it is not signed',
    moved: 'MessageError: the call of fail cannot be read: its signature is wrong',
  })
})
