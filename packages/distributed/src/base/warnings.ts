/**
 * Warnings: what goes wrong outside of any job, and heals by itself or by an operator.
 *
 * A lost connection fails once for each try to reconnect, so a message that repeats is told once a minute.
 */

/** Hears of trouble outside of jobs: a lost connection, a busy thread, workers that have other times. */
export type OnWarning = (warning: Error) => void

const QUIET = 60_000
const MOST = 100

const print: OnWarning = (warning) => console.warn(`${warning.name}: ${warning.message}`)

/** Passes warnings on, each message once a minute. What the handler throws is printed. */
export function makeWarner(where: string, onWarning: OnWarning = print): (error: unknown) => void {
  const told = new Map<string, number>()
  return (error) => {
    const problem = error instanceof Error ? error : new Error(String(error))
    const message = `${where}: ${textOf(problem)}`
    const now = performance.now()
    if (now - (told.get(message) ?? -Infinity) < QUIET) return
    if (told.size >= MOST) told.clear()
    told.set(message, now)
    try {
      onWarning(new Error(message, { cause: problem }))
    } catch (thrown) {
      console.error(thrown)
    }
  }
}

/** A failed connection may be an AggregateError without a message. */
function textOf(error: Error): string {
  if (error.message !== '') return error.message
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : error.name
}
