/**
 * The key of the method with which Node's `util.inspect`, and so `console.log`, prints an object. Other
 * platforms do not call it.
 */
export const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never
