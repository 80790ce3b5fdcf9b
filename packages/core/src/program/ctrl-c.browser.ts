/**
 * In place of ctrl-c.ts in bundles for browsers, which have no signals (the map `browser` in package.json).
 */

export function cancelOnInterrupt(): () => void {
  return () => {}
}
