import { LifoQueue, PriorityQueue, Queue, QueueEmpty, QueueFull, QueueShutDown } from '@acoro/sync'
import { type Machine, mustHold, Tasks } from './machine.ts'

/** A queue against the list of what went in and came out of it. */
export function queueMachine(make: () => Queue<number>, next: (items: number[]) => number): Machine {
  const queue = make()
  const limit = queue.statistics().maxsize
  /** What has to be in it, in the order it was put. */
  const items: number[] = []
  const putters = new Tasks<number>()
  const getters = new Tasks<null>()
  const joiners = new Tasks<null>()
  let count = 0
  let undone = 0
  let isShutDown = false

  function putIn(item: number): void {
    items.push(item)
    undone++
    mustHold(!isShutDown, 'nothing goes into a queue that is shut down')
  }

  function takeOut(item: number): void {
    const expected = next(items)
    mustHold(item === expected, `the item that is due comes out: ${expected}, got ${item}`)
    items.splice(items.indexOf(item), 1)
  }

  function* put(item: number) {
    try {
      yield* queue.put(item)
      putIn(item)
    } catch (error) {
      if (!(error instanceof QueueShutDown)) throw error
      mustHold(isShutDown, 'a put is refused only after shutdown')
    }
  }

  function* get() {
    try {
      takeOut(yield* queue.get())
    } catch (error) {
      if (!(error instanceof QueueShutDown)) throw error
      mustHold(isShutDown && items.length === 0, 'a get is refused only after shutdown, when it is empty')
    }
  }

  return {
    actions: [
      () => {
        if (!isShutDown) putters.start(put(count), count++)
      },
      () => getters.start(get(), null),
      () => {
        try {
          queue.putNowait(count)
          putIn(count++)
        } catch (error) {
          if (error instanceof QueueFull) mustHold(items.length >= limit, 'it is full when it says so')
          else if (!(error instanceof QueueShutDown)) throw error
        }
      },
      () => {
        try {
          takeOut(queue.getNowait())
        } catch (error) {
          if (!(error instanceof QueueEmpty || error instanceof QueueShutDown)) throw error
          mustHold(items.length === 0, 'it is empty when it says so')
        }
      },
      (argument) => putters.cancel(argument),
      (argument) => getters.cancel(argument),
      () => {
        if (undone <= items.length) return
        undone--
        queue.taskDone()
      },
      () => joiners.start(queue.join(), null),
      (argument) => {
        // Rarely, because little happens after it.
        if (argument > 20) return
        isShutDown = true
        const immediate = argument > 10
        queue.shutdown(immediate)
        if (immediate) undone -= items.splice(0).length
      },
    ],
    check() {
      mustHold(queue.qsize() === items.length, `it has ${items.length} items, got ${queue.qsize()}`)
      mustHold(items.length <= limit, 'it never has more than its maxsize')
      mustHold(queue.statistics().unfinished === undone, 'what is not done is counted')
    },
    checkAtRest() {
      const [puts, gets, joins] = [putters.live, getters.live, joiners.live]
      mustHold(gets.length === 0 || items.length === 0, 'nobody waits for an item while there is one')
      mustHold(puts.length === 0 || items.length >= limit, 'nobody waits for room while there is some')
      mustHold(!isShutDown || (puts.length === 0 && gets.length === 0), 'nobody waits after shutdown')
      mustHold(joins.length === 0 || undone > 0, 'nobody waits for what is done')
      const { getters: parkedGetters, putters: parkedPutters } = queue.statistics()
      mustHold(parkedGetters === gets.length && parkedPutters === puts.length, 'all who wait are in line')
    },
  }
}

const first = (items: number[]): number => items[0]!
const last = (items: number[]): number => items.at(-1)!
const lowest = (items: number[]): number => Math.min(...items)

/** A queue of each kind, and of each size that matters. */
export const queueMachines: Record<string, () => Machine> = {
  'Queue of 1': () => queueMachine(() => new Queue(1), first),
  'Queue of 3': () => queueMachine(() => new Queue(3), first),
  'Queue without limit': () => queueMachine(() => new Queue(), first),
  'LifoQueue of 2': () => queueMachine(() => new LifoQueue(2), last),
  // The last put is the most urgent: the order in which they leave is not that in which they came.
  'PriorityQueue of 3': () =>
    queueMachine(
      () => new PriorityQueue<number>(3, (a, b) => (a % 7) - (b % 7)),
      (items) => items.reduce((best, item) => (item % 7 < best % 7 ? item : best), first(items)),
    ),
  'PriorityQueue without limit': () => queueMachine(() => new PriorityQueue<number>(), lowest),
}
