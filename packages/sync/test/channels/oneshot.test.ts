import { createTask, getRunningLoop, sleep, wait } from '@acoro/core'
import { openChannel, openOneshot, select } from '@acoro/sync'
import { injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { describedWait, play } from '../support/virtual.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies that suspend in several ways.
type Steps<T = void> = Generator<any, T, any>

function* outcome(body: () => Steps<unknown>): Steps<string> {
  try {
    return `${yield* body()}`
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

describe('a oneshot', () => {
  test('hands over one value, sent before or while the receiver waits', () => {
    const seen = play(function* () {
      const [early, first] = openOneshot<number>()
      early.send(1)
      const [late, second] = openOneshot<number>({ name: 'answer' })
      getRunningLoop().callLater(5, () => late.send(2))
      const waiting = createTask(second.receive())
      yield* sleep(1)
      return [describedWait(waiting), yield* first.receive(), yield* waiting, early.closed]
    })
    expect(seen).toEqual(['Oneshot.receive on answer (open, 1 waiting)', 1, 2, true])
  })

  test('each end learns that the other has gone', () => {
    const seen = play(function* () {
      const seen: string[] = []
      const [sender, receiver] = openOneshot<number>()
      const waiting = createTask(outcome(() => receiver.receive() as never))
      yield* sleep(1)
      sender.close()
      seen.push(yield* waiting, yield* outcome(() => receiver.receive() as never))
      try {
        sender.send(1)
      } catch (error) {
        seen.push(`${error}`)
      }
      const [late, gone] = openOneshot<number>()
      const left = createTask(outcome(() => gone.receive() as never))
      yield* sleep(1)
      gone.close()
      gone.close()
      seen.push(yield* left)
      try {
        late.send(1)
      } catch (error) {
        seen.push(`${error}`)
      }
      seen.push(yield* outcome(() => gone.receive() as never))
      return seen
    })
    expect(seen).toEqual([
      'EndOfChannel: Cannot receive from <Oneshot [ended, waiting:1]>: its sender was closed before it had sent',
      'EndOfChannel: Cannot receive from <Oneshot [ended, waiting:0]>: its sender was closed before it had sent',
      'ClosedResourceError: Cannot send through <Oneshot [ended, waiting:0]>: this sender is closed',
      'ClosedResourceError: This receiver of <Oneshot [broken, waiting:1]> was closed while it waited',
      'BrokenResourceError: Cannot send through <Oneshot [broken, waiting:0]>: its receiver is closed',
      'ClosedResourceError: Cannot receive from <Oneshot [broken, waiting:0]>: this receiver is closed',
    ])
  })

  test('a second send and a second receive are refused by name', () => {
    const seen = play(function* () {
      const seen: string[] = []
      const [sender, receiver] = openOneshot<number>()
      try {
        receiver.receiveNowait()
      } catch (error) {
        seen.push(`${error}`)
      }
      sender.send(1)
      try {
        sender.send(2)
      } catch (error) {
        seen.push(`${error}`)
      }
      seen.push(`${receiver.receiveNowait()}`)
      seen.push(yield* outcome(() => receiver.receive() as never))
      sender.close()
      receiver.close()
      return seen
    })
    expect(seen).toEqual([
      'WouldBlock: <Oneshot [open, waiting:0]> has no value: use receive() to wait for it',
      'RuntimeError: Cannot send through <Oneshot [sent, waiting:0]>: its one value was sent',
      '1',
      'RuntimeError: Cannot receive from <Oneshot [received, waiting:0]>: its one value was received',
    ])
  })

  test('a cancelled receive leaves the value, whenever it is cancelled', () => {
    const moments = injectCancelEverywhere(function* (inject) {
      const [sender, receiver] = openOneshot<string>()
      const task = inject(receiver.receive())
      yield* sleep(1)
      sender.send('value')
      yield* wait([task])
      expect(task.cancelled() ? yield* receiver.receive() : task.result()).toBe('value')
    })
    expect(moments).toBeGreaterThan(1)
  })

  test('is a case of select, whose end is told', () => {
    const seen = play(function* () {
      const [sender, receiver] = openOneshot<string>()
      const late = yield* select([receiver.receive(), sleep(1)])
      sender.send('x')
      const got = yield* select([receiver.receive(), sleep(1)])
      const [other, ended] = openOneshot<string>()
      other.close()
      return [late.case, got.value, yield* select([ended.receive(), sleep(1)])]
    })
    expect(seen).toEqual([1, 'x', { case: 0, done: true, value: undefined }])
  })
})

describe('drain() of a receiver', () => {
  test('closes it and returns what was left; waiting senders have sent nothing', () => {
    const seen = play(function* () {
      const [send, receive] = openChannel<number>(2)
      send.sendNowait(1)
      send.sendNowait(2)
      const waiting = createTask(outcome(() => send.send(3) as never))
      yield* sleep(1)
      return [receive.drain(), receive.drain(), receive.closed, (yield* waiting).split(':')[0]]
    })
    expect(seen).toEqual([[1, 2], [], true, 'BrokenResourceError'])
  })

  test('returns nothing as long as another receiver is open, which gets the items', () => {
    const seen = play(function* () {
      const [send, receive] = openChannel<number>(2)
      const other = receive.clone()
      send.sendNowait(1)
      return [receive.drain(), yield* other.receive()]
    })
    expect(seen).toEqual([[], 1])
  })

  test('loses nothing, though a woken receiver of the same end has not run yet', () => {
    const seen = play(function* () {
      const [send, receive] = openChannel<number>(2)
      const waiting = createTask(outcome(() => receive.receive() as never))
      yield* sleep(1)
      send.sendNowait(1)
      return [receive.drain(), (yield* waiting).split(':')[0]]
    })
    expect(seen).toEqual([[1], 'ClosedResourceError'])
  })
})
