/**
 * `acoro-worker jobs.js`: a worker as a whole process.
 *
 * SIGTERM and SIGINT stop it: it takes no more jobs, lets those it has end within the grace period, and hands
 * the others back. A second signal ends it at once. What will not end does not keep the process.
 */

import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { run } from '@acoro/core'
import { addressOf } from '../base/connection.ts'
import { hasRegistry, registryOf } from '../jobs/define-jobs.ts'
import { Worker } from '../worker/worker.ts'
import { parseCommand, USAGE, UsageError, type WorkerCommand } from './arguments.ts'

const NUMBERS = { SIGTERM: 15, SIGINT: 2 } as const
/** How long what will not end may take beyond the grace period, in ms. */
const LINGER = 5000

/**
 * Runs the command, and returns the exit code: 0 after an orderly end, 2 for a wrong command line, else 1.
 */
export async function workerCommand(args: readonly string[]): Promise<number> {
  try {
    const command = parseCommand(args, process.env)
    if (command === null) {
      console.log(USAGE)
      return 0
    }
    await serve(command)
    return 0
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`acoro-worker: ${error.message}\n\n${USAGE}`)
      return 2
    }
    console.error(error)
    return 1
  }
}

async function serve({ module, exportName, options }: WorkerCommand): Promise<void> {
  const jobs = await jobsOf(module, exportName)
  const worker = new Worker(jobs, options)
  const { queue = 'jobs', concurrency = 10, gracePeriod = 30_000 } = options
  const names = [...registryOf(jobs, 'acoro-worker').entries.keys()].join(', ')
  let stopped = false
  const listeners = (['SIGTERM', 'SIGINT'] as const).map((signal) => {
    const stop = (): void => {
      if (stopped) process.exit(128 + NUMBERS[signal])
      stopped = true
      console.log(`acoro-worker: ${signal}, ending`)
      worker.stop()
      setTimeout(() => {
        console.error('acoro-worker: some jobs do not end, their locks will run out')
        process.exit(1)
      }, gracePeriod + LINGER).unref()
    }
    process.on(signal, stop)
    return () => process.off(signal, stop)
  })
  console.log(
    `acoro-worker: serves the queue ${queue} at ${addressOf(options.connection)}, ${concurrency} jobs at a time: ${names}`,
  )
  try {
    await run(worker.run(), { handleSignals: false })
  } finally {
    for (const off of listeners) off()
  }
}

async function jobsOf(module: string, exportName: string | undefined): Promise<object> {
  const exported = (await import(pathToFileURL(resolve(module)).href)) as Record<string, unknown>
  const names = exportName === undefined ? Object.keys(exported) : [exportName]
  const found = [...new Set(names.map((name) => exported[name]).filter(hasRegistry))]
  if (found.length === 1) return found[0] as object
  const where = exportName === undefined ? module : `the export ${exportName} of ${module}`
  if (found.length === 0) {
    throw new UsageError(
      `Expected ${where} to be what defineJobs() returned, found exports ${Object.keys(exported).join(', ') || 'none'}`,
    )
  }
  throw new UsageError(
    `Expected ${module} to export the jobs of one defineJobs(), found ${found.length}: name one by --export`,
  )
}
