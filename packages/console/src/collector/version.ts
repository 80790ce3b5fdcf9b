import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** The version of @acoro/core, or a word if its manifest cannot be read. */
export function versionOfAcoro(): string {
  try {
    const path = createRequire(import.meta.url).resolve('@acoro/core/package.json')
    return String((JSON.parse(readFileSync(path, 'utf8')) as { version?: unknown }).version)
  } catch {
    return 'unknown'
  }
}
