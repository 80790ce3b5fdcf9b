// Real programs as the other side of a test. If one is missing, its tests are skipped and the reason is
// printed.

import { spawnSync } from 'node:child_process'
import { describe } from 'vitest'

/** Is there such a program? */
function exists(program: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program]).status === 0
}

/** `describe` for tests that talk to `program`. */
export function describeWith(program: string, title: string, body: () => void): void {
  if (exists(program)) {
    describe(`${program}: ${title}`, body)
    return
  }
  console.warn(`skipped: ${program} is not installed (${title})`)
  describe.skip(`${program}: ${title} (skipped: ${program} is not installed)`, body)
}
