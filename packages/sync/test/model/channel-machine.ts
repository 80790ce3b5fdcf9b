import {
  BrokenResourceError,
  ClosedResourceError,
  EndOfChannel,
  type Overflow,
  openChannel,
  type ReceiveChannel,
  type SendChannel,
  type SendSlot,
  WouldBlock,
} from '@acoro/sync'
import { type Machine, mustHold, Tasks } from './machine.ts'

/** A channel, with its ends cloned and closed at random, against the list of what is in it. */
export function channelMachine(capacity: number, overflow: Overflow = 'wait'): Machine {
  const [sender, receiver] = openChannel<number>(capacity, { overflow })
  const senders: SendChannel<number>[] = [sender]
  const receivers: ReceiveChannel<number>[] = [receiver]
  const items: number[] = []
  const slots: SendSlot<number>[] = []
  /** Tagged with the order in which they came. */
  const sending = new Tasks<number>()
  const receiving = new Tasks<number>()
  /** Who sent or got a slot, and who got an item, in this order. */
  const served: number[] = []
  const got: number[] = []
  let count = 0
  let arrivals = 0
  let closures = 0
  let droppedBefore = 0

  function putIn(item: number): void {
    if (receivers.length === 0) throw new Error('nothing is sent where nobody listens')
    const { dropped } = sender.statistics()
    if (dropped > droppedBefore) {
      droppedBefore = dropped
      if (overflow === 'drop-newest') return
      items.shift()
    }
    items.push(item)
  }
  function takeOut(item: number): void {
    mustHold(item === items[0], `items come out in the order they went in: ${items[0]}, got ${item}`)
    items.shift()
  }

  function isExpected(error: unknown, end: { closed: boolean }): boolean {
    if (error instanceof ClosedResourceError) return end.closed
    if (error instanceof BrokenResourceError) return receivers.length === 0
    if (error instanceof EndOfChannel) return senders.length === 0 && items.length === 0
    return false
  }

  function* send(end: SendChannel<number>, item: number, arrival: number) {
    try {
      yield* end.send(item)
      putIn(item)
      served.push(arrival)
    } catch (error) {
      if (!isExpected(error, end)) throw error
    }
  }

  function* reserve(end: SendChannel<number>, arrival: number) {
    try {
      slots.push(yield* end.reserve())
      served.push(arrival)
    } catch (error) {
      if (!isExpected(error, end)) throw error
    }
  }

  function* receive(end: ReceiveChannel<number>, arrival: number) {
    try {
      takeOut(yield* end.receive())
      got.push(arrival)
    } catch (error) {
      if (!isExpected(error, end)) throw error
    }
  }

  function oneOf<E>(ends: E[], argument: number): E | undefined {
    return ends[argument % Math.max(1, ends.length)]
  }

  return {
    actions: [
      (argument) => {
        const end = oneOf(senders, argument)
        if (end !== undefined && receivers.length > 0) sending.start(send(end, count++, arrivals), arrivals++)
      },
      (argument) => {
        const end = oneOf(receivers, argument)
        if (end !== undefined) receiving.start(receive(end, arrivals), arrivals++)
      },
      (argument) => {
        const end = oneOf(senders, argument)
        if (end === undefined || receivers.length === 0) return
        try {
          end.sendNowait(count)
          putIn(count++)
        } catch (error) {
          mustHold(
            error instanceof WouldBlock && overflow === 'wait',
            `sendNowait throws WouldBlock, got ${error}`,
          )
        }
      },
      (argument) => {
        const end = oneOf(receivers, argument)
        if (end === undefined) return
        try {
          takeOut(end.receiveNowait())
        } catch (error) {
          mustHold(
            error instanceof WouldBlock || isExpected(error, end),
            `receiveNowait throws WouldBlock, got ${error}`,
          )
        }
      },
      (argument) => sending.cancel(argument),
      (argument) => receiving.cancel(argument),
      (argument) => {
        const end = oneOf(senders, argument)
        if (end === undefined || receivers.length === 0 || overflow !== 'wait') return
        sending.start(reserve(end, arrivals), arrivals++)
      },
      (argument) => {
        const slot = slots.pop()
        if (slot === undefined) return
        try {
          if (argument % 3 === 0) slot.release()
          else {
            slot.send(count)
            putIn(count++)
          }
        } catch (error) {
          mustHold(
            error instanceof ClosedResourceError || error instanceof BrokenResourceError,
            `got ${error}`,
          )
          slot.release()
        }
      },
      (argument) => {
        const ends = argument % 2 === 0 ? senders : receivers
        const end = oneOf<SendChannel<number> | ReceiveChannel<number>>(ends, argument)
        if (end === undefined || ends.length > 3) return
        ends.push(end.clone() as never)
      },
      (argument) => {
        const ends: (SendChannel<number> | ReceiveChannel<number>)[] =
          argument % 2 === 0 ? senders : receivers
        // The last one rarely, because little happens after it.
        if (ends.length === 0 || (ends.length === 1 && argument > 8)) return
        const [end] = ends.splice((argument >> 1) % ends.length, 1)
        end!.close()
        closures++
        if (receivers.length === 0) items.length = 0
      },
    ],
    check() {
      const { size } = sender.statistics()
      mustHold(size === items.length, `it has ${items.length} items, got ${size}`)
      mustHold(capacity === 0 || size <= capacity, 'it never has more than its capacity')
    },
    checkAtRest() {
      const [sends, receives] = [sending.live, receiving.live]
      const { waitingReceivers, waitingSenders } = sender.statistics()
      mustHold(
        waitingReceivers === receives.length && waitingSenders === sends.length,
        'all who wait are in line',
      )
      mustHold(receives.length === 0 || items.length === 0, 'nobody waits for an item while there is one')
      const room = (capacity > 0 ? capacity : receives.length) - items.length - slots.length
      mustHold(sends.length === 0 || room <= 0, `nobody waits for room while there is some: ${room}`)
      mustHold(receives.length === 0 || senders.length > 0, 'nobody waits for a channel that has ended')
      mustHold(sends.length === 0 || receivers.length > 0, 'nobody sends where nobody listens')
      // A task may come to an end that was closed since, and to the line never.
      if (closures > 0) return
      mustHold(isAscending(served), `senders are served first come, first served: ${served}`)
      mustHold(isAscending(got), `receivers are served first come, first served: ${got}`)
    },
  }
}

function isAscending(numbers: number[]): boolean {
  return numbers.every((number, index) => index === 0 || number > numbers[index - 1]!)
}

export const channelMachines: Record<string, () => Machine> = {
  'channel of 0': () => channelMachine(0),
  'channel of 1': () => channelMachine(1),
  'channel of 3': () => channelMachine(3),
  'channel without limit': () => channelMachine(Number.POSITIVE_INFINITY),
  'channel of 2 that drops the oldest': () => channelMachine(2, 'drop-oldest'),
  'channel of 2 that drops the newest': () => channelMachine(2, 'drop-newest'),
}
