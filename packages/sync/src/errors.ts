/**
 * What primitives refuse with. The names are asyncio's where it has them; the messages say which queue, channel or
 * barrier it was and what to do.
 */

/** A `name` on the prototype costs nothing per error and is not printed as a property of each. */
function nameOf(errorClass: { prototype: Error }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, configurable: true, writable: true })
}

/** `getNowait()` found nothing. asyncio: `asyncio.QueueEmpty`. */
export class QueueEmpty extends Error {
  static {
    nameOf(QueueEmpty, 'QueueEmpty')
  }
}

/** `putNowait()` found no room. asyncio: `asyncio.QueueFull`. */
export class QueueFull extends Error {
  static {
    nameOf(QueueFull, 'QueueFull')
  }
}

/** The queue was shut down: nothing goes in any more, or nothing is left to come out. asyncio: `asyncio.QueueShutDown`. */
export class QueueShutDown extends Error {
  static {
    nameOf(QueueShutDown, 'QueueShutDown')
  }
}

/** The barrier was aborted, or reset while somebody waited at it. asyncio: `asyncio.BrokenBarrierError`. */
export class BrokenBarrierError extends Error {
  static {
    nameOf(BrokenBarrierError, 'BrokenBarrierError')
  }
}
