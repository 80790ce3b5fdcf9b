/** Wrappers show the name and length of what they wrap: in stacks, in reports, in debuggers. */

/** Gives `wrapper` the name and the length of `fn`. */
export function keepName<F extends object>(
  fn: { readonly name: string; readonly length: number },
  wrapper: F,
): F {
  Object.defineProperty(wrapper, 'name', { value: fn.name, configurable: true })
  Object.defineProperty(wrapper, 'length', { value: fn.length, configurable: true })
  return wrapper
}
