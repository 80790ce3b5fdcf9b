/**
 * The process of a service: its signals, its exit code, and its end.
 *
 * The signals are listened to from the call on, so one that comes while parts still start is not lost. PID 1
 * of a container has no default action for them, so they must be listened to at all. The process ends by
 * itself if nothing is open; if something is, it is ended.
 */

import { printTasks, type RunnerOptions, run, throwIfCancelled } from '@acoro/core'
import { checkOptions, describeValue } from '@acoro/core/lowlevel'
import { flushed, world } from '../base/world.ts'
import { Service } from './service.ts'

const NUMBERS = { SIGINT: 2, SIGTERM: 15 } as const
const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/** How long open handles may keep the process after the service has ended, in ms. */
const LINGER = 100

/**
 * Runs a service as the whole program: SIGTERM and SIGINT stop it, and a second one ends the process at once.
 * The exit code is 0 after an orderly end, also by SIGTERM, 130 after Ctrl-C, and 1 if a part was late or
 * failed; then the late parts are printed with their tasks, or the error. Afterwards the process ends, also
 * if something is still open. With ACORO_DUMP=1 the tasks are printed on SIGUSR2, and when it is told to
 * stop. TypeError for what is no service.
 *
 * @example
 * ```ts no-run
 * const service = new Service({ drain: 5000 }).add('clock', function* (part) {
 *   part.started()
 *   yield* every(1000, () => sleep(1))
 * })
 * await serviceMain(service)
 * ```
 */
export async function serviceMain(service: Service, options: RunnerOptions = {}): Promise<void> {
  if (!(service instanceof Service)) throw new TypeError(`Expected a Service, got ${describeValue(service)}`)
  checkOptions(options, 'serviceMain()')
  const { process } = world
  const dumps = !['', '0', undefined].includes(process?.env?.ACORO_DUMP)
  let first = true
  const releases = SIGNALS.map((signal) => {
    return listen(signal, () => {
      if (!first) process?.exit?.(128 + NUMBERS[signal])
      first = false
      if (dumps) printTasks()
      service.stop(signal)
    })
  })
  if (dumps) releases.push(listen('SIGUSR2', () => printTasks()))
  let code = 1
  try {
    await run(
      function* main() {
        let reason = 'a part failed'
        try {
          const report = yield* service.run()
          code = report.code
          reason = report.reason
        } catch (error) {
          throwIfCancelled(error)
          world.console.error(error)
        }
        const late = service.health().parts.filter(({ state }) => state === 'stopping')
        if (late.length === 0) return
        // They will not end, and what comes after main would wait for them.
        const names = late.map(({ name }) => name).join(', ')
        world.console.error(`${service.deadline} ms after ${reason} these parts have not stopped: ${names}`)
        printTasks()
        void flushed().then(() => process?.exit?.(1))
      },
      { ...options, handleSignals: false },
    )
  } catch (error) {
    world.console.error(error)
  }
  if (process !== undefined) process.exitCode = code
  for (const release of releases) release()
  await flushed()
  // Unrefed, it only fires if something else keeps the process alive.
  world.setTimeout(() => process?.exit?.(code), LINGER).unref?.()
}

function listen(signal: string, listener: () => void): () => void {
  world.process?.on?.(signal, listener)
  return () => void world.process?.removeListener?.(signal, listener)
}
