/** The method Node's `util.inspect`, and so `console.log`, calls to print an object; elsewhere nobody does. */
export const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never
