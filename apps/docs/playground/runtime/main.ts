// Runs one program, once, and tells what it prints and what its tasks do. This is joined with acoro's
// packages into one text, which the frame makes a worker of.

import * as compat from '@acoro/compat'
import * as core from '@acoro/core'
import * as lowlevel from '@acoro/core/lowlevel'
import * as service from '@acoro/service'
import * as sync from '@acoro/sync'
import * as testing from '@acoro/testing'
import * as web from '@acoro/web'
import * as webTesting from '@acoro/web/testing'
import { TURNS } from '../base/limits.ts'
import type { Compiled } from '../base/program.ts'
import { SHOWN } from '../language/claims.ts'
import { elapsed, letTimePass } from './clock.ts'
import { answered } from './fetch.ts'
import { describe, errorText, format, inspect } from './inspect.ts'
import { load } from './modules.ts'
import { Outlet } from './outlet.ts'
import { record } from './recorder.ts'

interface World {
  postMessage: ((message: unknown) => void) | undefined
  onmessage: ((event: { data: { program?: Compiled } }) => void) | null
  console: Record<string, unknown>
  fetch: typeof answered
  addEventListener(kind: string, listener: (event: { reason?: unknown; error?: unknown }) => void): void
}

const world = globalThis as unknown as World
const post = world.postMessage?.bind(world)
const loops: core.EventLoop[] = []
const outlet = new Outlet((message) => post?.(message), elapsed)

/** From here on only the outlet can send. */
function closeTheWayOut(): void {
  for (let at: object | null = world; at !== null; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, 'postMessage'))
      Object.defineProperty(at, 'postMessage', { value: undefined, configurable: false, writable: false })
  }
}

const given = new Map<string, Record<string, unknown>>([
  ['@acoro/core', core],
  ['@acoro/core/lowlevel', lowlevel],
  ['@acoro/compat', compat],
  ['@acoro/service', service],
  ['@acoro/sync', sync],
  ['@acoro/testing', testing],
  ['@acoro/web', web],
  ['@acoro/web/testing', webTesting],
  [
    SHOWN,
    {
      value<T>(value: T, line: number): T {
        outlet.print('value', `line ${line} => ${inspect(value)}`)
        return value
      },
      thrown(error: unknown, line: number): void {
        outlet.print('value', `line ${line} throws ${describe(error)}`)
      },
    },
  ],
])

function takeTheConsole(): void {
  const write =
    (stream: 'log' | 'error') =>
    (...values: unknown[]): void => {
      if (!outlet.isFull) outlet.print(stream, format(values))
    }
  for (const name of ['log', 'info', 'debug', 'dir', 'table']) world.console[name] = write('log')
  for (const name of ['warn', 'error', 'trace']) world.console[name] = write('error')
}

async function play(program: Compiled): Promise<void> {
  takeTheConsole()
  closeTheWayOut()
  world.fetch = answered
  lowlevel.onEveryLoop((loop) => {
    loops.push(loop)
    const now = loop instanceof testing.VirtualLoop ? () => loop.time() : elapsed
    record(loop, (event) => outlet.tell(event), now)
  })
  const running = load(program, given)
  const outcome = await letTimePass(running, () => outlet.flush())
  if (outcome === 'endless') {
    outlet.end('endless', `It was stopped: after ${TURNS} timers it had not come to an end.`)
  } else if (outcome === 'waits') {
    outlet.end('waits', waiting())
  } else {
    await running
    outlet.end('done', '')
  }
}

/** The tasks that wait, each with what it waits for. */
function waiting(): string {
  const lines = loops
    .flatMap((loop) => [...core.allTasks(loop)])
    .map((task) => lowlevel.taskFacts(task))
    .map(({ name, waits }) => `  ${name} waits for ${waits?.text ?? 'its turn'}`)
  return ['The program waits for what nothing will bring.', ...lines].join('\n')
}

function fail(error: unknown): void {
  outlet.end('failed', error instanceof Error ? errorText(error) : `Uncaught ${inspect(error)}`)
}

world.addEventListener('unhandledrejection', ({ reason }) => fail(reason))
world.addEventListener('error', ({ error }) => fail(error))
world.onmessage = ({ data }) => {
  if (data.program === undefined) outlet.alive()
  else play(data.program).catch(fail)
}
