/** Deprecation warnings: one for each name, however often the name is used. */

interface World {
  process?: { emitWarning?(message: string, type: string): void }
  console: { warn(message: string): void }
}

const warned = new Set<string>()

/** Warns, on the first call for `name`, that it is deprecated and what to use instead. */
export function warnOnce(name: string, instead: string): void {
  if (warned.has(name)) return
  warned.add(name)
  const message = `${name} is deprecated: use ${instead}`
  const world = globalThis as unknown as World
  if (typeof world.process?.emitWarning === 'function')
    world.process.emitWarning(message, 'DeprecationWarning')
  else world.console.warn(`DeprecationWarning: ${message}`)
}
