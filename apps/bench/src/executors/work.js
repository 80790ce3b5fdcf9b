// What the workers run. JavaScript, so that Piscina, which is measured beside us, can load it as it is.

export function nothing() {}

/** Keeps a processor busy for about 100 ms. */
export function fibonacci(n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2)
}
