/**
 * The errors of this package. They have asyncio's names if asyncio has such an error. The messages say which
 * queue, channel or barrier it was, and what to do.
 */

/** Sets the `name` on the prototype: that costs nothing per error, and it is not printed as a property. */
function nameOf(errorClass: { prototype: Error }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, configurable: true, writable: true })
}

/** `getNowait()` found no item. asyncio: `asyncio.QueueEmpty`. */
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

/** The queue was shut down: it takes no more items, or it has none left. asyncio: `asyncio.QueueShutDown`. */
export class QueueShutDown extends Error {
  static {
    nameOf(QueueShutDown, 'QueueShutDown')
  }
}

/** The barrier was aborted, or reset while a task waited at it. asyncio: `asyncio.BrokenBarrierError`. */
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

/** Every sender is closed and every item was received. */
export class EndOfChannel extends Error {
  static {
    nameOf(EndOfChannel, 'EndOfChannel')
  }
}

/** Every receiver is closed: an item that is sent now would never be received. */
export class BrokenResourceError extends Error {
  static {
    nameOf(BrokenResourceError, 'BrokenResourceError')
  }
}

/** This end was closed by its own owner. */
export class ClosedResourceError extends Error {
  static {
    nameOf(ClosedResourceError, 'ClosedResourceError')
  }
}

/**
 * A subscriber of a BroadcastChannel was too slow and missed items. The next `receive()` goes on after them.
 */
export class LaggedError extends Error {
  static {
    nameOf(LaggedError, 'LaggedError')
  }
  /** The number of items it missed. */
  readonly missed: number

  constructor(message: string, missed: number) {
    super(message)
    this.missed = missed
  }
}
