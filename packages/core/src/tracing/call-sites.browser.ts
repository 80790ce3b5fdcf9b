/**
 * In place of call-sites.ts in bundles for browsers: call sites are read on Node alone, stacks elsewhere are
 * read as text (the map `browser` in package.json).
 */

import type { StackFrame } from './stack-frame.ts'

export function sitesOf(): undefined {
  return undefined
}

export function placeOfSite(): StackFrame[] {
  return []
}

export function readSites(): boolean {
  return false
}
