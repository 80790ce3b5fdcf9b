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

/** `sendNowait()` or `receiveNowait()` would have to wait. */
export class WouldBlock extends Error {
  static {
    nameOf(WouldBlock, 'WouldBlock')
  }
}

/** There is nothing more to receive: every sender is closed. */
export class EndOfChannel extends Error {
  static {
    nameOf(EndOfChannel, 'EndOfChannel')
  }
}

/** Nobody will receive what is sent: every receiver is closed. */
export class BrokenResourceError extends Error {
  static {
    nameOf(BrokenResourceError, 'BrokenResourceError')
  }
}

/** This end was closed, here. */
export class ClosedResourceError extends Error {
  static {
    nameOf(ClosedResourceError, 'ClosedResourceError')
  }
}

/** A subscriber of a BroadcastChannel was too slow: `missed` items are gone. The next `receive()` goes on after them. */
export class LaggedError extends Error {
  static {
    nameOf(LaggedError, 'LaggedError')
  }
  readonly missed: number

  constructor(message: string, missed: number) {
    super(message)
    this.missed = missed
  }
}
