/**
 * Starts the console of this process: a worker thread with the server, a file by which it is found, and a
 * hook on each loop. The program's thread only answers the worker, in short slices.
 */

import { randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { watchPrimitives } from '@acoro/core/lowlevel'
import { directoryPath } from '../attach/directory.ts'
import { removeProgramFile, writeProgramFile } from '../attach/program-file.ts'
import { hostText, isLoopback } from '../base/authority.ts'
import { ConsoleError } from '../base/console-error.ts'
import { EXITING, makeCells } from '../link/cells.ts'
import type { BlockEnded, Question, Told } from '../link/messages.ts'
import type { StartData, Started } from '../link/start.ts'
import { answer } from './answer.ts'
import { publishBlocked } from './channels.ts'
import { Loops } from './loops.ts'
import { type ConsoleOptions, type Settings, settingsOf } from './options.ts'
import { saveAtEnd } from './save-at-end.ts'
import { versionOfAcoro } from './version.ts'
import { workerFile } from './worker-file.ts'

/** The most MiB that the worker's heap may take. */
const MOST_HEAP = 512

/** A console that listens. */
export interface Console extends AsyncDisposable {
  readonly host: string
  readonly port: number
  /** The address of the page, with the token of this start. Whoever has it can use the console. */
  readonly url: string
  /** Ends the server and takes back all hooks. May be called again. */
  close(): Promise<void>
}

const running: { current: Promise<Console> | null } = { current: null }

/**
 * Serves a console of this process. There is one at a time: a second call returns the first one, whatever its
 * options. It does not keep the process alive, and ends with it.
 *
 * TypeError or RangeError for wrong options. ConsoleError if it cannot listen, or in a worker thread.
 */
export function serveConsole(options: ConsoleOptions = {}): Promise<Console> {
  return serveOnce(settingsOf(options), true)
}

/** `holds`: the process stays alive until the console listens. */
export function serveOnce(settings: Settings, holds: boolean): Promise<Console> {
  running.current ??= start(settings, holds).catch((error: unknown) => {
    running.current = null
    throw error
  })
  return running.current
}

async function start(settings: Settings, holds: boolean): Promise<Console> {
  const file = workerFile()
  const cells = makeCells()
  const token = randomBytes(16).toString('hex')
  const title = process.argv[1] ?? 'a program without a file'
  const loops = new Loops(cells)
  const memory = settings.record === 0 ? null : loops.record(true)
  const data: StartData = {
    ...settings,
    cells,
    ring: memory && { memory, since: performance.now() },
    token,
    program: {
      pid: process.pid,
      title,
      runtime: runtimeName(),
      version: versionOfAcoro(),
      allowed: settings.allowed,
    },
  }
  const worker = startWorker(file, data)
  let isOpen = true
  worker.on('message', (question: Started | Question | BlockEnded) => {
    if (isStarted(question)) return
    if ('blocked' in question) {
      publishBlocked(question)
      return
    }
    const tell = (told: Told): void => {
      if (isOpen) worker.postMessage(told)
    }
    const { number } = question
    answer(loops, question, (columns) => tell({ kind: 'tasks', number, columns })).then(
      (found) => tell({ kind: 'answer', number, answer: found }),
      (error: unknown) => tell({ kind: 'failed', number, why: messageOf(error) }),
    )
  })
  if (!holds) worker.unref()
  // The program may end before the console listens.
  const unsave = settings.record === 0 ? () => {} : saveAtEnd(worker, loops, cells)
  const { port } = await started(worker).catch((error: unknown) => {
    isOpen = false
    loops.close()
    unsave()
    throw error
  })
  const { host } = settings
  if (!isLoopback(host)) {
    process.emitWarning(
      `The console of acoro listens at ${host}: other machines can reach it, and nothing is encrypted. ` +
        'Leave the option host out, and forward the port by ssh instead.',
    )
  }
  const unwatch = watchPrimitives()
  const path = announce({ pid: process.pid, host, port, token, title, since: Date.now() })
  const onExit = (): void => {
    cells[EXITING] = 1
    if (path !== undefined) removeProgramFile(path, token)
  }
  process.on('exit', onExit)
  const end = (): void => {
    if (!isOpen) return
    isOpen = false
    loops.close()
    unwatch()
    process.off('exit', onExit)
    unsave()
    onExit()
    running.current = null
  }
  worker.unref()
  worker.on('error', (error) => {
    end()
    process.emitWarning(`The console of acoro ended: ${messageOf(error)}`)
  })
  worker.on('exit', end)
  const close = async (): Promise<void> => {
    end()
    await worker.terminate()
  }
  const url = `http://${hostText(host)}:${port}/#${token}`
  return { host, port, url, close, [Symbol.asyncDispose]: close }
}

function startWorker(file: URL, workerData: StartData): Worker {
  const { ACORO_CONSOLE_DIR: _, NODE_OPTIONS: __, ...env } = process.env
  return new Worker(file, {
    workerData,
    name: 'acoro console',
    // Neither preloaded modules nor the program's environment: it would start itself for ever.
    execArgv: [],
    env,
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP },
  })
}

function isStarted(message: Started | Question | BlockEnded): message is Started {
  return 'port' in message || 'failed' in message
}

function started(worker: Worker): Promise<{ port: number }> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.on('message', function hear(message: Started | Question | BlockEnded) {
      if (!isStarted(message)) return
      worker.off('message', hear)
      worker.off('error', reject)
      if ('port' in message) resolve(message)
      else {
        void worker.terminate()
        reject(new ConsoleError(`The console cannot listen: ${message.failed}: name another port or host`))
      }
    })
  })
}

/** Without the file the page still works, and the command line does not find it. */
function announce(content: Parameters<typeof writeProgramFile>[1]): string | undefined {
  try {
    return writeProgramFile(directoryPath(), content)
  } catch (error) {
    process.emitWarning(`The commands of acoro cannot find this process: ${messageOf(error)}`)
    return undefined
  }
}

function runtimeName(): string {
  const { bun, deno, node } = process.versions
  return bun !== undefined ? `bun ${bun}` : deno !== undefined ? `deno ${deno}` : `node ${node}`
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'something was thrown'
}
