import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { safely } from './texts.ts'

/** The version of this package, or a word if its manifest cannot be read. */
export function versionOfPackage(): string {
  const version = safely(() => {
    const path = createRequire(import.meta.url).resolve('@acoro/opentelemetry/package.json')
    return (JSON.parse(readFileSync(path, 'utf8')) as { readonly version?: unknown }).version
  })
  return typeof version === 'string' ? version : 'unknown'
}
