/** What queues refuse with. asyncio: `QueueEmpty`, `QueueFull`, `QueueShutDown`. */

function nameOf(constructor: { prototype: Error }, name: string): void {
  Object.defineProperty(constructor.prototype, 'name', { value: name, configurable: true, writable: true })
}

/** `getNowait()` found nothing. */
export class QueueEmpty extends Error {
  static {
    nameOf(QueueEmpty, 'QueueEmpty')
  }
}

/** `putNowait()` found no room. */
export class QueueFull extends Error {
  static {
    nameOf(QueueFull, 'QueueFull')
  }
}

/** The queue was shut down: nothing goes in any more, or nothing is left to come out. */
export class QueueShutDown extends Error {
  static {
    nameOf(QueueShutDown, 'QueueShutDown')
  }
}
