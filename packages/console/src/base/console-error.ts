/** What was expected, what came, and what to do. */
export class ConsoleError extends Error {
  static {
    Object.defineProperty(ConsoleError.prototype, 'name', {
      value: 'ConsoleError',
      configurable: true,
      writable: true,
    })
  }
}
