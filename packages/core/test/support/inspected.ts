/** What Node's `util.inspect` asks a thing for; other platforms have no such function. */
export function inspected(thing: object): string {
  return (thing as { [custom]: () => string })[custom]()
}

const custom: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never
