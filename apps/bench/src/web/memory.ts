/** The resident memory of this process after a full collection, in bytes. Needs `--expose-gc`. */
export function memory(): number {
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage().rss
}
