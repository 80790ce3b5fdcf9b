/**
 * The key of the method that prints an object for Node's `util.inspect`, and so for `console.log`.
 *
 * Other platforms may ignore it. A registered symbol needs no import of `node:util`.
 */
export const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never
