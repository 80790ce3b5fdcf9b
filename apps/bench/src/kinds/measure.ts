// One kind, in this process: `measure.mjs coroutine 100000` prints the time and the memory of one as JSON.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { coroutine, createTask, type Future, getRunningLoop, run, sleep } from '@acoro/core'

export interface Measured {
  micros: number
  bytes: number
}

/** Begins n; they wait when it returns. Each answers a number with the next one. */
type Begin = (n: number) => Promise<Begun>

interface Begun {
  pids: number[]
  /** Sends a message to each; the answers, when all have ended. */
  finish(): Promise<number[]>
}

/** Linux counts the time of children in hundredths of a second. */
const TICK = 10_000

const here = fileURLToPath(import.meta.url)

/** What a process or a thread answers to the message that `send` sends, once it has ended. */
async function answerOf(other: ChildProcess | Worker, send: () => void): Promise<number> {
  const ended = once(other, 'exit')
  const answered = once(other, 'message')
  send()
  const [answer] = await answered
  await ended
  return answer
}

const processes: Begin = async (n) => {
  const children = Array.from({ length: n }, () => fork(here, ['child'], { execArgv: [] }))
  await Promise.all(children.map((child) => once(child, 'message')))
  const finish = (child: ChildProcess, i: number) => answerOf(child, () => child.send(i))
  return { pids: children.map(({ pid }) => pid as number), finish: () => Promise.all(children.map(finish)) }
}

const body =
  "const { parentPort } = require('node:worker_threads'); parentPort.once('message', (n) => parentPort.postMessage(n + 1)); parentPort.postMessage('ready')"

const threads: Begin = async (n) => {
  const workers = Array.from({ length: n }, () => new Worker(body, { eval: true, execArgv: [] }))
  await Promise.all(workers.map((worker) => once(worker, 'message')))
  const finish = (worker: Worker, i: number) => answerOf(worker, () => worker.postMessage(i))
  return { pids: [], finish: () => Promise.all(workers.map(finish)) }
}

const promises: Begin = async (n) => {
  const send: ((message: number) => void)[] = []
  const answer = async (): Promise<number> => {
    const message = await new Promise<number>((resolve) => send.push(resolve))
    return message + 1
  }
  const answers = Array.from({ length: n }, answer)
  await undefined
  return {
    pids: [],
    finish() {
      for (const [i, resolve] of send.entries()) resolve(i)
      return Promise.all(answers)
    },
  }
}

const answer = coroutine(function* answer(message: Future<number>) {
  return (yield* message) + 1
})

const others: Record<string, Begin> = { process: processes, thread: threads, promise: promises }

/**
 * The processor time of this process so far, in µs, its threads included, and that of its children which have
 * ended.
 */
function processor(): number {
  const { user, system } = process.cpuUsage()
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  const ticks = Number(fields[13]) + Number(fields[14])
  return user + system + ticks * TICK
}

function memory(pids: readonly number[]): number {
  globalThis.gc?.()
  const shares = pids.map((pid) => {
    const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? []
    return Number(kilobytes) * 1024
  })
  return process.memoryUsage().rss + shares.reduce((sum, share) => sum + share, 0)
}

function check(answers: readonly number[]): void {
  if (!answers.every((value, i) => value === i + 1)) throw new Error('Expected each number with its next one')
}

async function measure(begin: Begin, n: number): Promise<Measured> {
  const before = memory([])
  const start = processor()
  const { pids, finish } = await begin(n)
  const begun = processor()
  const bytes = (memory(pids) - before) / n
  const again = processor()
  check(await finish())
  return { micros: (begun - start + processor() - again) / n, bytes }
}

/** The same within a loop. */
function measureCoroutines(n: number): Promise<Measured> {
  return run(function* main() {
    const loop = getRunningLoop()
    const before = memory([])
    const start = processor()
    const messages = Array.from({ length: n }, () => loop.createFuture<number>())
    const tasks = messages.map((message) => createTask(answer(message)))
    yield* sleep(0)
    const begun = processor()
    const bytes = (memory([]) - before) / n
    const again = processor()
    for (const [i, message] of messages.entries()) message.setResult(i)
    const answers: number[] = []
    for (const task of tasks) answers.push(yield* task)
    check(answers)
    return { micros: (begun - start + processor() - again) / n, bytes }
  })
}

const [kind = '', count] = process.argv.slice(2)
if (kind === 'child') {
  process.once('message', (n: number) => {
    process.send?.(n + 1, () => process.disconnect())
  })
  process.send?.('ready')
} else {
  const n = Number(count)
  const begin = others[kind]
  await (begin ?? promises)(Math.min(n, 2)).then(({ finish }) => finish())
  console.log(JSON.stringify(begin ? await measure(begin, n) : await measureCoroutines(n)))
}
