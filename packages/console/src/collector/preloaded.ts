/**
 * Was this package preloaded, by `node --import @acoro/console app.js`? A program that imports it for
 * `serveConsole` starts no console by that.
 *
 * Options of Node reach worker threads and child processes, too. There is one console for each process that
 * was started by hand: a child finds the id of an ancestor in its environment.
 */

import { isMainThread } from 'node:worker_threads'

/** Set in the environment of all child processes: the id of the process that has the console. */
const OWNER = 'ACORO_CONSOLE_PID'

const OURS = /(?:^|[\\/])@acoro[\\/]console$|[\\/]console[\\/](?:src|dist)[\\/](?:node[\\/])?index\.[jt]s$/

/** Should this process start a console by itself? Marks the environment for its children. */
export function shouldStart(argv: readonly string[], env: NodeJS.ProcessEnv): boolean {
  if (!isMainThread || env.ACORO_CONSOLE === 'off' || !isPreloaded(argv, env.NODE_OPTIONS ?? '')) return false
  if (env[OWNER] !== undefined && env[OWNER] !== String(process.pid)) return false
  env[OWNER] = String(process.pid)
  return true
}

function isPreloaded(argv: readonly string[], nodeOptions: string): boolean {
  const words = [...argv, ...nodeOptions.split(/\s+/)].flatMap((word) => {
    const [name = '', value] = word.split(/=(.*)/s)
    return value === undefined ? [name] : [name, value]
  })
  return words.some((word, at) => {
    const value = words[at + 1]?.replace(/^["']|["']$/g, '').replace(/\?.*$/, '')
    return ['--import', '--require', '-r'].includes(word) && value !== undefined && OURS.test(value)
  })
}
