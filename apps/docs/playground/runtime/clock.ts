// The clock of a program. Under the virtual one an hour passes as soon as nothing else is left to do:
// promises, messages and ready tasks come first, then time goes on to the next timer. It is put in place
// before acoro is loaded, so that all of acoro and all of the program see the same.

import FakeTimers from '@sinonjs/fake-timers'
import { TURNS } from '../base/limits.ts'

interface Settings {
  readonly acoroClock?: 'virtual' | 'real'
}

const isVirtual = (globalThis as Settings).acoroClock !== 'real'
const { MessageChannel, performance, setTimeout } = globalThis
const realNow = performance.now.bind(performance)
const begun = realNow()

const fake = isVirtual
  ? FakeTimers.install({
      now: 0,
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
    })
  : undefined

// Its timer is none of those that were replaced.
if (isVirtual)
  AbortSignal.timeout = (delay: number): AbortSignal => {
    const controller = new AbortController()
    const late = (): void =>
      controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
    globalThis.setTimeout(late, delay)
    return controller.signal
  }

/** ms since the program began. */
export function elapsed(): number {
  return isVirtual ? globalThis.performance.now() : realNow() - begun
}

/** How long a program that has no timer may wait for the real world (ms): for a stream or a digest. */
const PATIENCE = 1000
/** How often promises and messages get their turn before time goes on. */
const ROUNDS = 3
/** The same while `holdTime` waits: what it waits for may itself wait for a timer. */
const HELD_ROUNDS = 100

let held = 0

/** Awaits what the browser does beside the program, and keeps time from going on meanwhile. */
export async function holdTime<T>(work: Promise<T>): Promise<T> {
  held++
  try {
    return await work
  } finally {
    held--
  }
}

let resume: (() => void) | undefined
const channel = new MessageChannel()
channel.port1.onmessage = () => resume?.()

function turn(): Promise<void> {
  return new Promise((resolve) => {
    resume = resolve
    channel.port2.postMessage(undefined)
  })
}

export type Outcome = 'ended' | 'endless' | 'waits'

/** Lets time pass until the program has ended, and no timer is left. `between` is called after each turn. */
export async function letTimePass(program: Promise<unknown>, between: () => void): Promise<Outcome> {
  let settled = false
  const note = (): void => {
    settled = true
  }
  program.then(note, note)
  return fake === undefined ? inRealTime(() => settled, between) : inVirtualTime(() => settled, between)
}

async function inVirtualTime(settled: () => boolean, between: () => void): Promise<Outcome> {
  let idleSince: number | undefined
  for (let turns = 0; turns < TURNS; ) {
    for (let round = 0; round < (held > 0 ? HELD_ROUNDS : ROUNDS); round++) await turn()
    between()
    if ((fake?.countTimers() ?? 0) > 0) {
      fake?.next()
      turns++
      idleSince = undefined
    } else if (settled()) return 'ended'
    else {
      idleSince ??= realNow()
      if (realNow() - idleSince > PATIENCE) return 'waits'
    }
  }
  return 'endless'
}

/** A minute of the reader's time, and no more. */
const LONGEST = 60_000

async function inRealTime(settled: () => boolean, between: () => void): Promise<Outcome> {
  while (!settled()) {
    await new Promise<void>((resolve) => void setTimeout(resolve, 20))
    between()
    if (realNow() - begun > LONGEST) return 'endless'
  }
  return 'ended'
}
