import { openChannel, PriorityQueue, Queue } from '@acoro/sync'
import { pipeSuite } from './suites/pipe-suite.ts'

function ofQueue(queue: Queue<string>) {
  return {
    put: (item: string) => queue.put(item),
    get: () => queue.get(),
    putNowait: (item: string) => queue.putNowait(item),
    getNowait: () => queue.getNowait(),
    size: () => queue.qsize(),
    waiting: () => [queue.statistics().getters, queue.statistics().putters] as [number, number],
  }
}

pipeSuite('Queue', (capacity, name) => ofQueue(new Queue(capacity, { name })))

pipeSuite('PriorityQueue of equal items', (capacity, name) =>
  ofQueue(new PriorityQueue<string>(capacity, () => 0, { name })),
)

pipeSuite('a channel', (capacity, name) => {
  const [sender, receiver] = openChannel<string>(capacity, { name })
  return {
    put: (item) => sender.send(item),
    get: () => receiver.receive(),
    putNowait: (item) => sender.sendNowait(item),
    getNowait: () => receiver.receiveNowait(),
    size: () => sender.statistics().size,
    waiting: () => [sender.statistics().waitingReceivers, sender.statistics().waitingSenders],
  }
})

pipeSuite('a channel through reservations', (capacity, name) => {
  const [sender, receiver] = openChannel<string>(capacity, { name })
  return {
    *put(item) {
      using slot = yield* sender.reserve()
      slot.send(item)
    },
    get: () => receiver.receive(),
    putNowait: (item) => sender.sendNowait(item),
    getNowait: () => receiver.receiveNowait(),
    size: () => sender.statistics().size,
    waiting: () => [sender.statistics().waitingReceivers, sender.statistics().waitingSenders],
  }
})
