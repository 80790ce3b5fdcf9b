/**
 * The messages of a virtual run that cannot continue. Without them the test would hang, so each names the
 * tasks that wait and says what to do.
 */

import { allTasks, type EventLoop, RuntimeError, type Task } from '@acoro/core'
import { deadlockError, describeWait, type External, externalsOf } from '@acoro/core/lowlevel'
import { textOf } from './text.ts'

/** How many tasks a message lists. The first ones are enough to see what is wrong. */
const MOST_LISTED = 20

/** The things, one a line and indented. A task comes with its stack. */
export function listed(things: Iterable<unknown>): string {
  const all = [...things]
  const lines = all.slice(0, MOST_LISTED).flatMap((thing) => [`  ${textOf(thing)}`, ...stackOf(thing)])
  if (all.length > MOST_LISTED) lines.push(`  … and ${all.length - MOST_LISTED} more`)
  return lines.join('\n')
}

function stackOf(thing: unknown): string[] {
  const { getStack } = thing as Partial<Task<unknown>>
  return typeof getStack === 'function'
    ? (thing as Task<unknown>).getStack().map((frame) => `      at ${frame}`)
    : []
}

export function tooManySteps(loop: EventLoop, limit: number, next: Iterable<unknown>): RuntimeError {
  const ready = [...new Set(next)]
  const waiting = [...allTasks(loop)].filter((task) => !ready.includes(task))
  const what = ready.length > 0 ? [`Ready to run again:\n${listed(ready)}`] : []
  if (ready.length === 0) what.push('Timers follow one another for ever.')
  if (waiting.length > 0) what.push(`Not done:\n${waits(waiting)}`)
  return new RuntimeError(
    `Not done after ${limit} steps, at ${loop.time()} ms. ${what.join('\n')}\n` +
      'If that many are right, raise the limit by the option stepLimit',
  )
}

/** What each task waits for, and who holds that. */
function waits(tasks: readonly Task<unknown>[]): string {
  const lines = tasks.slice(0, MOST_LISTED).flatMap((task) => [`  ${describeWait(task)}`, ...stackOf(task)])
  if (tasks.length > MOST_LISTED) lines.push(`  … and ${tasks.length - MOST_LISTED} more`)
  return lines.join('\n')
}

/**
 * What to say of a test whose runner has lost patience. The runner itself tells only the name of the test.
 */
export function endedByRunner(loop: EventLoop, steps: number): string {
  return (
    `The time limit of the test runner has passed, after ${steps} steps and ${loop.time()} ms of virtual time. ` +
    `Not done:\n${waits([...allTasks(loop)])}`
  )
}

/** The externals that end by themselves. Time must not pass before they do. */
export function inFlight(loop: EventLoop): External[] {
  return [...externalsOf(loop)].filter((external) => external.transient)
}

export function cannotWait(what: string, externals: readonly External[]): RuntimeError {
  return new RuntimeError(
    `${what}() cannot wait for what is under way outside the loop: ${names(externals)}. ` +
      'Use `await loop.runAsync(main)` (or runUntilComplete): it waits for just that before it lets time pass',
  )
}

export function outOfPatience(underWay: readonly string[], patience: number): RuntimeError {
  return new RuntimeError(
    `Waited ${patience} ms of real time for what is under way outside the loop, and it has not ended: ` +
      `${underWay.join(', ')}. If it needs longer, say so: new VirtualLoop({ patience })`,
  )
}

/**
 * The error for promises that nobody will settle: no timer waits, and no real input or output is under way.
 */
export function abandoned(loop: EventLoop, promises: readonly string[], patience: number): Error {
  const error = deadlockError(loop)
  error.message +=
    `\n  never settled: ${promises.join(', ')}. No timer waits, no input or output is under way, and nothing has ` +
    `come for ${patience} ms of real time. If something is to come, say so: new VirtualLoop({ patience })`
  return error
}

/** The error for a run that is not over, though nothing is left that could go on. */
export function stuck(loop: EventLoop, what: string): Error {
  for (const _ of allTasks(loop)) return deadlockError(loop)
  return new RuntimeError(
    `${what}() has nothing left to run at ${loop.time()} ms, and what it waits for has not come true`,
  )
}

/** The descriptions of a network in memory begin with this. Such externals are on the clock of the loop. */
export const IN_MEMORY = 'in memory: '

/**
 * The error for sockets and the like: they answer in real time, and a virtual loop does not wait in real
 * time.
 */
export function foreign(loop: EventLoop): RuntimeError | null {
  const externals = [...externalsOf(loop)].filter((external) => !external.what.startsWith(IN_MEMORY))
  if (externals.length === 0) return null
  return new RuntimeError(
    `Nothing is left to run at ${loop.time()} ms but what is under way outside the loop: ${names(externals)}. ` +
      'A virtual clock cannot wait for real input and output: use MemoryNetwork, or run() and a real clock. ' +
      `Not done:\n${listed(allTasks(loop))}`,
  )
}

function names(externals: readonly External[]): string {
  return externals.map((external) => external.what).join(', ')
}
