/** Wrappers have the name and the length of the function they wrap, for stacks, reports and debuggers. */

/** Sets the name and the length of `wrapper` to those of `fn`. */
export function keepName<F extends object>(
  fn: { readonly name: string; readonly length: number },
  wrapper: F,
): F {
  Object.defineProperty(wrapper, 'name', { value: fn.name, configurable: true })
  Object.defineProperty(wrapper, 'length', { value: fn.length, configurable: true })
  return wrapper
}
