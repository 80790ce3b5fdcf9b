import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createTask, run } from '@acoro/core'
import { QueueExecutor } from '@acoro/distributed'
import { workerCommand } from '@acoro/distributed/command'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { RedisServer } from '../../../../scripts/lib/redis-server.ts'
import { faultJobs } from '../support/fault-jobs.ts'
import { makeNotes } from '../support/processes.ts'
import { endsWithTest, newQueue } from '../support/system.ts'
import { failureOf, promised } from '../support/waits.ts'

const program = fileURLToPath(new URL('../../bin/acoro-worker.js', import.meta.url))
const module = fileURLToPath(new URL('../support/fault-jobs.ts', import.meta.url))
const conditions = process.env.ACORO_TEST_DIST === '1' ? [] : ['--conditions=@acoro/source']

interface Command {
  readonly child: ChildProcess
  /** All that was printed, and the exit code, after its end. */
  readonly ended: Promise<{ printed: string; code: number | null }>
}

function start(args: readonly string[], env: Record<string, string> = {}): Command {
  const child = spawn(process.execPath, [...conditions, '--import', 'tsx', program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, REDIS_URL: undefined, ...env },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => (printed += bytes))
  const ended = once(child, 'close').then(() => ({ printed, code: child.exitCode }))
  return { child, ended }
}

describe('acoro-worker', () => {
  it('serves the jobs of a module, and hands them back at SIGTERM', async () => {
    const redis = endsWithTest(await RedisServer.start())
    const notes = makeNotes()
    const queue = newQueue()
    const { child, ended } = start([module, '--queue', queue, '--concurrency', '2', '--grace-period', '0'], {
      REDIS_URL: redis.address,
    })
    const seen = await run(function* () {
      const executor = new QueueExecutor(faultJobs, { connection: redis.address, queue })
      const sum = yield* executor.run(faultJobs.add, 20, 22)
      const call = createTask(executor.run(faultJobs.stay, notes.file, 60_000))
      yield* notes.has('begins 1')
      child.kill('SIGTERM')
      const end = yield* promised(ended)
      call.cancel()
      yield* failureOf(call)
      return { sum, ...end }
    })
    expect(seen).toMatchObject({ sum: 42, code: 0 })
    expect(seen.printed).toBe(
      `acoro-worker: serves the queue ${queue} at ${redis.address}, 2 jobs at a time: add, double, stay, stayOnce, die, block, large, count, numbers\n` +
        'acoro-worker: SIGTERM, ending\n',
    )
    expect(notes.read()).toEqual(['begins 1', 'this worker ends: the job is handed back 1'])
  })

  it.each<[string, string[], string]>([
    ['no module', [], 'Expected one module with jobs, got 0'],
    [
      'a module without jobs',
      [fileURLToPath(import.meta.resolve('../support/waits.ts'))],
      'to be what defineJobs() returned, found exports failureOf, promised',
    ],
    ['an unknown option', [module, '--concurency', '2'], `Unknown option '--concurency'`],
    [
      'a number that is none',
      [module, '--concurrency', 'many'],
      'Expected --concurrency as a whole number, got "many"',
    ],
    ['a profile that is none', [module, '--profile', 'fast'], `Expected --profile to be 'steady', 'quick'`],
    [
      'a password for all to see',
      [module, '--redis', 'redis://:secret@127.0.0.1'],
      'Expected --redis without a password, which others could read in the list of processes: set REDIS_URL instead',
    ],
  ])('says what is wrong with %s', async (_what, args, message) => {
    const said: string[] = []
    const error = vi.spyOn(console, 'error').mockImplementation((line) => void said.push(String(line)))
    const code = await workerCommand(args)
    error.mockRestore()
    expect(code).toBe(2)
    expect(said.join()).toContain(message)
    expect(said.join()).not.toContain('secret')
    expect(said.join()).toContain('Usage: acoro-worker <module>')
  })
})
