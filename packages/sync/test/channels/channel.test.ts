import {
  asyncFor,
  asyncWith,
  coroutine,
  createTask,
  getRunningLoop,
  RuntimeError,
  sleep,
  wait,
} from '@acoro/core'
import {
  BrokenResourceError,
  ClosedResourceError,
  EndOfChannel,
  openChannel,
  type ReceiveChannel,
  type SendChannel,
  WouldBlock,
} from '@acoro/sync'
import { injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { play } from '../support/virtual.ts'

const send = coroutine(function* send(sender: SendChannel<string>, item: string, log: string[]) {
  yield* sender.send(item)
  log.push(`sent ${item}`)
})

const receive = coroutine(function* receive(receiver: ReceiveChannel<string>, name: string, log: string[]) {
  log.push(`${name} got ${yield* receiver.receive()}`)
})

describe('a channel', () => {
  test('ends for its receivers when every sender is closed and every item was received', () => {
    play(function* () {
      const [sender, receiver] = openChannel<string>(2)
      const other = sender.clone()
      sender.sendNowait('a')
      sender.close()
      other.sendNowait('b')
      other.close()
      expect([yield* receiver.receive(), receiver.receiveNowait()]).toEqual(['a', 'b'])
      const end = new EndOfChannel(
        '<Channel [0 of 2 items, 0 senders, 1 receivers]> has ended: every sender is closed and every item was received',
      )
      expect(() => receiver.receiveNowait()).toThrow(end)
      const task = createTask(receiver.receive())
      yield* wait([task])
      expect(task.exception()).toEqual(end)
    })
  })

  test('ends for receivers that wait when the last sender is closed', () => {
    play(function* () {
      const [sender, receiver] = openChannel<string>(2)
      const tasks = [createTask(receiver.receive()), createTask(receiver.receive())]
      yield* sleep(1)
      sender.sendNowait('last')
      sender.close()
      yield* wait(tasks)
      expect([tasks[0]!.result(), (tasks[1]!.exception() as Error).name]).toEqual(['last', 'EndOfChannel'])
    })
  })

  test('keeps its last item for the next receiver when the woken one is cancelled after the close', () => {
    play(function* () {
      const [sender, receiver] = openChannel<string>(2)
      const tasks = [createTask(receiver.receive()), createTask(receiver.receive())]
      yield* sleep(1)
      sender.sendNowait('last')
      sender.close()
      tasks[0]!.cancel()
      expect(yield* tasks[1]!).toBe('last')
    })
  })

  test('ends the loop of those who go through it', () => {
    play(function* () {
      const [sender, receiver] = openChannel<string>(1)
      const seen: string[] = []
      const reader = createTask(
        asyncFor(receiver, function* (item) {
          seen.push(item)
        }),
      )
      {
        using open = sender
        for (const item of ['a', 'b', 'c']) yield* open.send(item)
      }
      yield* reader
      expect([seen, receiver.closed]).toEqual([['a', 'b', 'c'], false])
    })
  })

  test('tells senders that nobody listens when every receiver is closed, and drops what is in', () => {
    play(function* () {
      const [sender, receiver] = openChannel<string>(1)
      yield* sender.send('a')
      const waiter = createTask(sender.send('b'))
      yield* sleep(1)
      receiver.close()
      receiver.close()
      yield* wait([waiter])
      expect(waiter.exception()).toEqual(
        new BrokenResourceError(
          'Every receiver of <Channel [0 of 1 items, 1 senders, 0 receivers]> was closed',
        ),
      )
      const error = new BrokenResourceError(
        'Cannot send through <Channel [0 of 1 items, 1 senders, 0 receivers]>: every receiver is closed',
      )
      expect(() => sender.send('c')).toThrow(error)
      expect(() => sender.sendNowait('c')).toThrow(error)
    })
  })

  test('throws at those who wait at an end that is closed, and at nobody else', () => {
    play(function* () {
      const [sender, receiver] = openChannel<string>(0)
      const [otherSender, otherReceiver] = [sender.clone(), receiver.clone()]
      const closed = createTask(receiver.receive())
      const open = createTask(otherReceiver.receive())
      yield* sleep(1)
      receiver.close()
      yield* wait([closed])
      expect((closed.exception() as Error).name).toBe('ClosedResourceError')
      yield* otherSender.send('a')
      expect(yield* open).toBe('a')
      const sending = [createTask(sender.send('b')), createTask(otherSender.send('c'))]
      yield* sleep(1)
      sender.close()
      yield* wait([sending[0]!])
      expect((sending[0]!.exception() as Error).name).toBe('ClosedResourceError')
      expect(yield* otherReceiver.receive()).toBe('c')
      yield* sending[1]!
    })
  })

  test('gives what a woken task was to have to the next, when its end is closed before it ran', () => {
    play(function* () {
      const [sender, receiver] = openChannel<string>(1)
      const other = receiver.clone()
      const tasks = [createTask(receiver.receive()), createTask(other.receive())]
      yield* sleep(1)
      sender.sendNowait('a')
      receiver.close()
      yield* wait(tasks)
      expect([(tasks[0]!.exception() as Error).name, tasks[1]!.result()]).toEqual([
        'ClosedResourceError',
        'a',
      ])
      const otherSender = sender.clone()
      sender.sendNowait('b')
      const sending = [createTask(sender.send('c')), createTask(otherSender.send('d'))]
      yield* sleep(1)
      other.receiveNowait()
      sender.close()
      yield* wait(sending)
      expect([(sending[0]!.exception() as Error).name, other.receiveNowait()]).toEqual([
        'ClosedResourceError',
        'd',
      ])
    })
  })

  test('refuses what comes through a closed end, at the call', () => {
    const [sender, receiver] = openChannel<string>(1, { name: 'news' })
    sender.close()
    receiver.close()
    const channel = '<Channel news [0 of 1 items, 0 senders, 0 receivers]>'
    const closedSender = new ClosedResourceError(`Cannot send through ${channel}: this sender is closed`)
    const closedReceiver = new ClosedResourceError(`Cannot receive from ${channel}: this receiver is closed`)
    expect(() => sender.send('a')).toThrow(closedSender)
    expect(() => sender.sendNowait('a')).toThrow(closedSender)
    expect(() => sender.reserve()).toThrow(closedSender)
    expect(() => sender.clone()).toThrow(`Cannot clone a sender of ${channel} that is closed`)
    expect(() => receiver.receive()).toThrow(closedReceiver)
    expect(() => receiver.receiveNowait()).toThrow(closedReceiver)
    expect(() => receiver.clone()).toThrow(`Cannot clone a receiver of ${channel} that is closed`)
    expect([`${sender}`, `${receiver}`]).toEqual([
      `<SendChannel closed of ${channel}>`,
      `<ReceiveChannel closed of ${channel}>`,
    ])
  })

  test('refuses instead of waiting where asked to', () => {
    const [sender, receiver] = openChannel<string>(1)
    expect(() => receiver.receiveNowait()).toThrow(
      new WouldBlock(
        '<Channel [0 of 1 items, 1 senders, 1 receivers]> has no item: use receive() to wait for one',
      ),
    )
    sender.sendNowait('a')
    expect(() => sender.sendNowait('b')).toThrow(
      new WouldBlock(
        '<Channel [1 of 1 items, 1 senders, 1 receivers]> has no room: use send() to wait for it',
      ),
    )
  })

  test('lets nobody overtake a woken receiver or sender', () => {
    const log: string[] = []
    play(function* () {
      const [sender, receiver] = openChannel<string>(2)
      const first = createTask(receive(receiver, 'first', log))
      yield* sleep(1)
      sender.sendNowait('a')
      sender.sendNowait('b')
      expect(() => receiver.receiveNowait()).toThrow(WouldBlock)
      const second = createTask(receive(receiver, 'second', log))
      yield* wait([first, second])
      for (const item of ['c', 'd']) sender.sendNowait(item)
      const third = createTask(send(sender, 'e', log))
      yield* sleep(1)
      for (let i = 0; i < 2; i++) receiver.receiveNowait()
      expect(() => sender.sendNowait('f')).toThrow(WouldBlock)
      yield* third
    })
    expect(log).toEqual(['first got a', 'second got b', 'sent e'])
  })

  test('has no limit with an infinite capacity', () => {
    const [sender] = openChannel<number>(Number.POSITIVE_INFINITY)
    for (let item = 0; item < 100; item++) sender.sendNowait(item)
    expect(sender.statistics()).toEqual({
      size: 100,
      capacity: Number.POSITIVE_INFINITY,
      openSenders: 1,
      openReceivers: 1,
      waitingSenders: 0,
      waitingReceivers: 0,
      dropped: 0,
    })
  })

  test('closes its end at the end of an asyncWith', () => {
    play(function* () {
      const [sender, receiver] = openChannel<string>(1)
      yield* asyncWith(sender, function* (end) {
        expect(end).toBe(sender)
      })
      yield* asyncWith(receiver, function* (end) {
        expect(end).toBe(receiver)
      })
      expect([sender.closed, receiver.closed]).toEqual([true, true])
    })
  })

  test('refuses a capacity or an overflow that means nothing', () => {
    expect(() => openChannel(-1)).toThrow(
      new RangeError('Expected the capacity of a channel, a whole number of at least 0, got -1'),
    )
    expect(() => openChannel('1' as never)).toThrow(TypeError)
    expect(() => openChannel(1, { overflow: 'block' as never })).toThrow(
      new RangeError(
        `Expected the option overflow of openChannel() to be 'wait', 'drop-oldest' or 'drop-newest', got the string "block"`,
      ),
    )
    expect(() => openChannel(0, { overflow: 'drop-oldest' })).toThrow(
      new RangeError(`Expected a capacity of at least 1 for 'drop-oldest', got 0: there is no oldest item`),
    )
  })
})

describe('a channel of capacity 0', () => {
  test('makes a send wait until somebody receives', () => {
    const log: string[] = []
    play(function* () {
      const [sender, receiver] = openChannel<string>(0)
      const sending = [createTask(send(sender, 'a', log)), createTask(send(sender, 'b', log))]
      yield* sleep(1)
      expect([log, sender.statistics().waitingSenders]).toEqual([[], 2])
      yield* receive(receiver, 'x', log)
      yield* receive(receiver, 'y', log)
      yield* wait(sending)
    })
    expect(log).toEqual(['sent a', 'x got a', 'sent b', 'y got b'])
  })

  test('sends at once to a receiver that waits', () => {
    play(function* () {
      const [sender, receiver] = openChannel<string>(0)
      const receiving = createTask(receiver.receive())
      yield* sleep(1)
      sender.sendNowait('a')
      expect(() => sender.sendNowait('b')).toThrow(WouldBlock)
      expect(yield* receiving).toBe('a')
    })
  })

  test('leaves the item for the next one, when a receiver is cancelled in the moment of handing over', () => {
    play(function* () {
      const [sender, receiver] = openChannel<string>(0)
      const receiving = createTask(receiver.receive())
      yield* sleep(1)
      sender.sendNowait('a')
      receiving.cancel()
      yield* wait([receiving])
      expect(yield* receiver.receive()).toBe('a')
    })
  })

  for (const victimIs of ['sender', 'receiver'] as const) {
    test(`loses nothing whenever a ${victimIs} is cancelled`, () => {
      const moments = injectCancelEverywhere(function* (inject) {
        const [sender, receiver] = openChannel<string>(0)
        const log: string[] = []
        const tasks = [
          createTask(send(sender, '1', log)),
          victimIs === 'sender' ? inject(send(sender, '2', log)) : createTask(send(sender, '2', log)),
          createTask(send(sender, '3', log)),
        ]
        const readers = [
          createTask(receive(receiver, 'a', log)),
          victimIs === 'receiver'
            ? inject(receive(receiver, 'b', log))
            : createTask(receive(receiver, 'b', log)),
          createTask(receive(receiver, 'c', log)),
        ]
        yield* sleep(1)
        const victim = victimIs === 'sender' ? tasks[1]! : readers[1]!
        if (victim.cancelled()) {
          if (victimIs === 'sender') yield* send(sender, '2 again', log)
          else yield* receive(receiver, 'b again', log)
        }
        yield* wait([...tasks, ...readers])
        const items = log
          .filter((line) => line.includes('got'))
          .map((line) => line.slice(line.indexOf('got ') + 4))
        expect(items.toSorted()).toEqual([
          '1',
          victim.cancelled() && victimIs === 'sender' ? '2 again' : '2',
          '3',
        ])
        expect(sender.statistics()).toMatchObject({ size: 0, waitingSenders: 0, waitingReceivers: 0 })
      })
      expect(moments).toBeGreaterThan(2)
    })
  }
})

describe('a slot in a channel', () => {
  test('is room that nobody else takes, until it is used or released', () => {
    play(function* () {
      const [sender, receiver] = openChannel<string>(1)
      const slot = yield* sender.reserve()
      expect(() => sender.sendNowait('early')).toThrow(WouldBlock)
      const next = createTask(sender.reserve())
      yield* sleep(1)
      expect(next.done()).toBe(false)
      slot.send('a')
      expect(() => slot.send('b')).toThrow(
        new RuntimeError('Expected a slot that is free, got one that was used: reserve() another'),
      )
      slot.release()
      expect(receiver.receiveNowait()).toBe('a')
      ;(yield* next).release()
      sender.sendNowait('late')
      expect(receiver.receiveNowait()).toBe('late')
    })
  })

  test('is given back at the end of its block', () => {
    play(function* () {
      const [sender] = openChannel<string>(1)
      {
        using _slot = yield* sender.reserve()
      }
      sender.sendNowait('a')
    })
  })

  test('sends nothing where nobody listens any more', () => {
    play(function* () {
      const [sender, receiver] = openChannel<string>(1)
      const slot = yield* sender.reserve()
      receiver.close()
      expect(() => slot.send('a')).toThrow(BrokenResourceError)
    })
  })
})

describe('a channel that drops', () => {
  test('the oldest keeps the latest items, and never makes a sender wait', () => {
    const log: string[] = []
    play(function* () {
      const [sender, receiver] = openChannel<string>(2, { overflow: 'drop-oldest' })
      getRunningLoop().callSoon(() => log.push('callback'))
      for (const item of ['a', 'b', 'c', 'd']) yield* send(sender, item, log)
      expect([receiver.receiveNowait(), receiver.receiveNowait(), sender.statistics().dropped]).toEqual([
        'c',
        'd',
        2,
      ])
      yield* sleep(0)
    })
    expect(log).toEqual(['sent a', 'sent b', 'sent c', 'sent d', 'callback'])
  })

  test('the newest keeps the first items', () => {
    const [sender, receiver] = openChannel<string>(2, { overflow: 'drop-newest' })
    for (const item of ['a', 'b', 'c']) sender.sendNowait(item)
    expect([receiver.receiveNowait(), receiver.receiveNowait(), sender.statistics().dropped]).toEqual([
      'a',
      'b',
      1,
    ])
  })

  test('the newest, of capacity 0, sends only to a receiver that waits', () => {
    play(function* () {
      const [sender, receiver] = openChannel<string>(0, { overflow: 'drop-newest' })
      yield* sender.send('unheard')
      const receiving = createTask(receiver.receive())
      yield* sleep(1)
      yield* sender.send('heard')
      expect([yield* receiving, sender.statistics().dropped]).toEqual(['heard', 1])
    })
  })

  test('has no room to reserve', () => {
    const [sender] = openChannel<string>(1, { overflow: 'drop-newest' })
    expect(() => sender.reserve()).toThrow(
      new RuntimeError(
        "Cannot reserve room in <Channel [0 of 1 items, 1 senders, 1 receivers]>: with 'drop-newest' a send never waits, use send()",
      ),
    )
  })
})
