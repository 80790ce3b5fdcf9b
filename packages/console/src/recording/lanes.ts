/**
 * From the events of a recording to what each task did: steps, and waits between them.
 *
 * A wait begins with the end of a step and ends with the next one. Where events were lost nothing is known,
 * so all waits end there: a wait whose end was lost would last for ever.
 */

import type { Outcome } from '../link/event-ring.ts'
import type { Recording } from './read-recording.ts'

/** Receives the steps and waits of a recording, each when it has ended. */
export interface LaneListener {
  step(task: number, from: number, to: number, outcome: Outcome, isBegin: boolean): void
  wait(task: number, from: number, to: number, what: string, place: string): void
}

interface Waiting {
  from: number
  what: string
  place: string
}

/** Tells all steps and waits. Those that had not ended end with the recording. */
export function walkLanes({ events }: Recording, end: number, listener: LaneListener): void {
  const waiting = new Map<number, Waiting>()
  const endWait = (task: number, to: number): void => {
    const wait = waiting.get(task)
    if (wait === undefined) return
    waiting.delete(task)
    if (to > wait.from) listener.wait(task, wait.from, to, wait.what, wait.place)
  }
  for (const event of events) {
    switch (event.kind) {
      case 'step':
        endWait(event.task, event.at)
        listener.step(event.task, event.at, event.to, event.outcome, event.isBegin)
        if (event.outcome === 'waits') waiting.set(event.task, { from: event.to, what: '', place: '' })
        break
      case 'wait': {
        const wait = waiting.get(event.task)
        if (wait === undefined) break
        wait.what = event.what
        wait.place = event.place
        break
      }
      case 'lost':
        for (const task of [...waiting.keys()]) endWait(task, event.at)
        break
      default:
        break
    }
  }
  for (const task of [...waiting.keys()]) endWait(task, end)
}

/** The times of the first and last event. */
export function spanOf({ events }: Recording): { readonly first: number; readonly last: number } {
  let [first, last] = [Infinity, -Infinity]
  for (const event of events) {
    if (event.at < first) first = event.at
    const to = 'to' in event ? event.to : event.at
    if (to > last) last = to
  }
  return first > last ? { first: 0, last: 0 } : { first, last }
}
